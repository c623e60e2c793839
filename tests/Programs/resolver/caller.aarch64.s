// The same as caller.x86_64.s.
    .text
    .globl _start
    .type _start, %function
_start:
    ldr x19, [sp]
    add x20, sp, #16
    mov w21, #0
    sub sp, sp, #16
1:  subs x19, x19, #1
    b.eq 2f
    ldr x0, [x20], #8
    ldrb w1, [x0]
    cmp w1, #0
    csel x0, x0, xzr, ne
    mov x1, #0
    mov x2, #0
    mov x3, sp
    bl getaddrinfo
    mov w21, w0
    b 1b
2:  neg w0, w21
    mov x8, #94
    svc #0
    .size _start, . - _start
    .section .note.GNU-stack, "", %progbits
