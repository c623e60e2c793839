@ The same as caller.x86_64.s.
    .syntax unified
    .arch armv7-a
    .arm
    .text
    .globl _start
    .type _start, %function
_start:
    ldr r4, [sp]
    add r5, sp, #8
    mov r6, #0
    bic sp, sp, #7
    sub sp, sp, #8
1:  subs r4, r4, #1
    beq 2f
    ldr r0, [r5], #4
    ldrb r1, [r0]
    cmp r1, #0
    moveq r0, #0
    mov r1, #0
    mov r2, #0
    mov r3, sp
    bl getaddrinfo
    mov r6, r0
    b 1b
2:  rsb r0, r6, #0
    mov r7, #248
    svc #0
    .size _start, . - _start
    .section .note.GNU-stack, "", %progbits
