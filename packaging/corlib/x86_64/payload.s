# Where the linked-in payload is. A program without one gets two null addresses.
# ILC's contract: none.
    .intel_syntax noprefix
    .text
    .weak cw_payload_start
    .weak cw_payload_end

    .globl cw_find_payload_start
    .type cw_find_payload_start, @function
cw_find_payload_start:
    mov rax, offset cw_payload_start
    ret

    .globl cw_find_payload_end
    .type cw_find_payload_end, @function
cw_find_payload_end:
    mov rax, offset cw_payload_end
    ret

    .section .note.GNU-stack, "", @progbits
