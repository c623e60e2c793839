// The same as resolver.x86_64.s.
    .text
    .globl getaddrinfo
    .type getaddrinfo, %function
getaddrinfo:
    mov x9, x0
    sub sp, sp, #16
    ldr x1, =20000000
    stp xzr, x1, [sp]
    mov x0, sp
    mov x1, #0
    mov x8, #101
    svc #0
    add sp, sp, #16
    mov w0, #-2
    cbz x9, 1f
    ldrb w1, [x9]
    cmp w1, #'n'
    b.eq 1f
    mov w0, #0
1:  ret
    .size getaddrinfo, . - getaddrinfo
    .section .note.GNU-stack, "", %progbits
