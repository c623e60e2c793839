@ The same as resolver.x86_64.s, in Arm code: the kernel's uprobes know no Thumb.
    .syntax unified
    .arch armv7-a
    .arm
    .text
    .globl getaddrinfo
    .type getaddrinfo, %function
getaddrinfo:
    mov ip, r0
    push {r4, r7}
    mov r4, ip
    sub sp, sp, #8
    mov r1, #0
    str r1, [sp]
    ldr r1, =20000000
    str r1, [sp, #4]
    mov r0, sp
    mov r1, #0
    mov r7, #162
    svc #0
    add sp, sp, #8
    mvn r0, #1
    cmp r4, #0
    beq 1f
    ldrb r1, [r4]
    cmp r1, #'n'
    movne r0, #0
1:  pop {r4, r7}
    bx lr
    .size getaddrinfo, . - getaddrinfo
    .section .note.GNU-stack, "", %progbits
