# Entry from the kernel (System V ABI, AMD64 supplement 3.4): rsp points to argc.
# ILC's contract: the list of its modules is handed to Startup.cs.
    .intel_syntax noprefix
    .text

    .globl _start
    .type _start, @function
_start:
    xor ebp, ebp
    mov rdi, rsp
    and rsp, -16
    call cw_start
    mov edi, eax
    call cw_exit
    ud2

# ILC puts a pointer to its module header into this section; the linker defines the two symbols.
    .globl cw_modules_start
    .type cw_modules_start, @function
cw_modules_start:
    lea rax, [rip + __start___modules]
    ret

    .globl cw_modules_end
    .type cw_modules_end, @function
cw_modules_end:
    lea rax, [rip + __stop___modules]
    ret

    .section .note.GNU-stack, "", @progbits
