// Entry from the kernel (AAPCS64): sp points to argc and is aligned to 16 bytes.
// ILC's contract: the list of its modules is handed to Startup.cs.
    .text

    .globl _start
    .type _start, @function
_start:
    mov x29, xzr
    mov x30, xzr
    mov x0, sp
    bl cw_start
    bl cw_exit
    brk #0

// ILC puts a pointer to its module header into this section; the linker defines the two symbols.
    .globl cw_modules_start
    .type cw_modules_start, @function
cw_modules_start:
    adrp x0, __start___modules
    add x0, x0, :lo12:__start___modules
    ret

    .globl cw_modules_end
    .type cw_modules_end, @function
cw_modules_end:
    adrp x0, __stop___modules
    add x0, x0, :lo12:__stop___modules
    ret

    .section .note.GNU-stack, "", @progbits
