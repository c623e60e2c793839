@ ILC's contract: code lies in the section __managedcode. A debug build has a table of its lines; without one, two null addresses.
    .syntax unified
    .arch armv7-a
    .thumb
    .text
    .weak cw_lines_start
    .weak cw_lines_end

    .globl cw_code_start
    .type cw_code_start, %function
    .thumb_func
cw_code_start:
    movw r0, #:lower16:__start___managedcode
    movt r0, #:upper16:__start___managedcode
    bx lr

    .globl cw_find_lines_start
    .type cw_find_lines_start, %function
    .thumb_func
cw_find_lines_start:
    movw r0, #:lower16:cw_lines_start
    movt r0, #:upper16:cw_lines_start
    bx lr

    .globl cw_find_lines_end
    .type cw_find_lines_end, %function
    .thumb_func
cw_find_lines_end:
    movw r0, #:lower16:cw_lines_end
    movt r0, #:upper16:cw_lines_end
    bx lr

    .section .note.GNU-stack, "", %progbits
