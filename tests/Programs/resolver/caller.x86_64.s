# Looks up each of its arguments, an empty one as no name at all, and ends with the last result without its sign.
    .text
    .globl _start
    .type _start, @function
_start:
    mov (%rsp), %rbx
    lea 16(%rsp), %r12
    xor %r13d, %r13d
    sub $16, %rsp
1:  dec %rbx
    jz 2f
    mov (%r12), %rdi
    add $8, %r12
    xor %eax, %eax
    cmpb $0, (%rdi)
    cmove %rax, %rdi
    xor %esi, %esi
    xor %edx, %edx
    mov %rsp, %rcx
    call getaddrinfo@PLT
    mov %eax, %r13d
    jmp 1b
2:  neg %r13d
    mov %r13d, %edi
    mov $231, %eax
    syscall
    .size _start, . - _start
    .section .note.GNU-stack, "", @progbits
