@ Entry from the kernel (AAPCS): sp points to argc.
@ ILC's contract: the list of its modules is handed to Startup.cs.
    .syntax unified
    .arch armv7-a
    .thumb
    .text

    .globl _start
    .type _start, %function
    .thumb_func
_start:
    mov r11, #0
    mov lr, #0
    mov r0, sp
    bic r1, r0, #7
    mov sp, r1
    bl cw_start
    bl cw_exit
    udf #0

@ ILC puts a pointer to its module header into this section; the linker defines the two symbols.
    .globl cw_modules_start
    .type cw_modules_start, %function
    .thumb_func
cw_modules_start:
    movw r0, #:lower16:__start___modules
    movt r0, #:upper16:__start___modules
    bx lr

    .globl cw_modules_end
    .type cw_modules_end, %function
    .thumb_func
cw_modules_end:
    movw r0, #:lower16:__stop___modules
    movt r0, #:upper16:__stop___modules
    bx lr

    .section .note.GNU-stack, "", %progbits
