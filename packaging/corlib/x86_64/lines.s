# ILC's contract: code lies in the section __managedcode. A debug build has a table of its lines; without one, two null addresses.
    .intel_syntax noprefix
    .text
    .weak cw_lines_start
    .weak cw_lines_end

    .globl cw_code_start
    .type cw_code_start, @function
cw_code_start:
    mov rax, offset __start___managedcode
    ret

    .globl cw_find_lines_start
    .type cw_find_lines_start, @function
cw_find_lines_start:
    mov rax, offset cw_lines_start
    ret

    .globl cw_find_lines_end
    .type cw_find_lines_end, @function
cw_find_lines_end:
    mov rax, offset cw_lines_end
    ret

    .section .note.GNU-stack, "", @progbits
