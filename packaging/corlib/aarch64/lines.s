// ILC's contract: code lies in the section __managedcode. A debug build has a table of its lines; without one, two null addresses.
    .text
    .weak cw_lines_start
    .weak cw_lines_end

    .globl cw_code_start
    .type cw_code_start, @function
cw_code_start:
    ldr x0, =__start___managedcode
    ret

    .globl cw_find_lines_start
    .type cw_find_lines_start, @function
cw_find_lines_start:
    ldr x0, =cw_lines_start
    ret

    .globl cw_find_lines_end
    .type cw_find_lines_end, @function
cw_find_lines_end:
    ldr x0, =cw_lines_end
    ret

    .ltorg
    .section .note.GNU-stack, "", @progbits
