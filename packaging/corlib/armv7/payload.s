@ Where the linked-in payload is. A program without one gets two null addresses.
@ ILC's contract: none.
    .syntax unified
    .arch armv7-a
    .thumb
    .text
    .weak cw_payload_start
    .weak cw_payload_end

    .globl cw_find_payload_start
    .type cw_find_payload_start, %function
    .thumb_func
cw_find_payload_start:
    movw r0, #:lower16:cw_payload_start
    movt r0, #:upper16:cw_payload_start
    bx lr

    .globl cw_find_payload_end
    .type cw_find_payload_end, %function
    .thumb_func
cw_find_payload_end:
    movw r0, #:lower16:cw_payload_end
    movt r0, #:upper16:cw_payload_end
    bx lr

    .section .note.GNU-stack, "", %progbits
