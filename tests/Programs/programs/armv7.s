@ The same as x86_64.s, with the frames that the kernel follows (-mapcs-frame).
    .syntax unified
    .arch armv7-a
    .arm
    .text
    .globl _start
    .type _start, %function
_start:
    ldr r0, [sp]
    cmp r0, #1
    bne 3f
    mov fp, #0
    bl busy_caller
3:  mov r7, #29
    svc #0
    b 3b
    .size _start, . - _start

    .globl busy_caller
    .type busy_caller, %function
busy_caller:
    mov ip, sp
    sub sp, sp, #4
    push {fp, ip, lr}
    add fp, sp, #12
1:  bl busy_function
    b 1b
    .size busy_caller, . - busy_caller

    .type busy_function, %function
busy_function:
    mov ip, sp
    sub sp, sp, #4
    push {fp, ip, lr}
    add fp, sp, #12
    movw r1, #0x4240
    movt r1, #0xf
2:  subs r1, r1, #1
    bne 2b
    ldm sp, {fp, sp, pc}
    .size busy_function, . - busy_function
