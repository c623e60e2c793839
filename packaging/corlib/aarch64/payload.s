// Where the linked-in payload is. A program without one gets two null addresses.
// ILC's contract: none.
    .text
    .weak cw_payload_start
    .weak cw_payload_end

    .globl cw_find_payload_start
    .type cw_find_payload_start, @function
cw_find_payload_start:
    ldr x0, =cw_payload_start
    ret

    .globl cw_find_payload_end
    .type cw_find_payload_end, @function
cw_find_payload_end:
    ldr x0, =cw_payload_end
    ret

    .ltorg
    .section .note.GNU-stack, "", @progbits
