@ System calls (EABI): number in r7, arguments in r0 to r5.
@ ILC's contract: these are called like functions in C, without a transition.
    .syntax unified
    .arch armv7-a
    .thumb
    .text

    .globl cw_architecture
    .type cw_architecture, %function
    .thumb_func
cw_architecture:
    movs r0, #2
    bx lr

@ long cw_syscall(number, a, b, c, d, e, f): d, e, f come on the stack.
    .globl cw_syscall
    .type cw_syscall, %function
    .thumb_func
cw_syscall:
    push {r4, r5, r6, r7}
    mov r7, r0
    mov r0, r1
    mov r1, r2
    mov r2, r3
    ldr r3, [sp, #16]
    ldr r4, [sp, #20]
    ldr r5, [sp, #24]
    svc #0
    pop {r4, r5, r6, r7}
    bx lr

@ long cw_write(fd, data, length)
    .globl cw_write
    .type cw_write, %function
    .thumb_func
cw_write:
    push {r6, r7}
    movs r7, #4
    svc #0
    pop {r6, r7}
    bx lr

@ void* cw_map(length): mmap2(0, length, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
    .globl cw_map
    .type cw_map, %function
    .thumb_func
cw_map:
    push {r4, r5, r6, r7}
    mov r1, r0
    movs r0, #0
    movs r2, #3
    movs r3, #0x22
    mov r4, #-1
    movs r5, #0
    movs r7, #192
    svc #0
    pop {r4, r5, r6, r7}
    bx lr

@ void cw_exit(status)
    .globl cw_exit
    .type cw_exit, %function
    .thumb_func
cw_exit:
    movs r7, #248
    svc #0
    udf #0

    .section .note.GNU-stack, "", %progbits
