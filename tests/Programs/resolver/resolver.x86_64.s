# A getaddrinfo of its own: after 20 milliseconds, what begins with n and no name at all are not known (EAI_NONAME), all else is.
    .text
    .globl getaddrinfo
    .type getaddrinfo, @function
getaddrinfo:
    push %rbx
    mov %rdi, %rbx
    sub $16, %rsp
    movq $0, (%rsp)
    movq $20000000, 8(%rsp)
    mov %rsp, %rdi
    xor %esi, %esi
    mov $35, %eax
    syscall
    add $16, %rsp
    mov $-2, %eax
    test %rbx, %rbx
    jz 1f
    cmpb $'n', (%rbx)
    je 1f
    xor %eax, %eax
1:  pop %rbx
    ret
    .size getaddrinfo, . - getaddrinfo
    .section .note.GNU-stack, "", @progbits
