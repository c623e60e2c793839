// The same as x86_64.s.
    .text
    .globl _start
    .type _start, %function
_start:
    ldr x0, [sp]
    cmp x0, #1
    b.ne 3f
    bl busy_caller
3:  mov x0, xzr
    mov x1, xzr
    mov x2, xzr
    mov x3, xzr
    mov x8, #73
    svc #0
    b 3b
    .size _start, . - _start

    .globl busy_caller
    .type busy_caller, %function
busy_caller:
    stp x29, x30, [sp, #-16]!
    mov x29, sp
1:  bl busy_function
    b 1b
    .size busy_caller, . - busy_caller

    .type busy_function, %function
busy_function:
    stp x29, x30, [sp, #-16]!
    mov x29, sp
    mov w1, #0x4240
    movk w1, #0xf, lsl #16
2:  subs w1, w1, #1
    b.ne 2b
    ldp x29, x30, [sp], #16
    ret
    .size busy_function, . - busy_function
