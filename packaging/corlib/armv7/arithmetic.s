@ 64-bit arithmetic that ILC's JIT leaves to helpers on 32-bit Arm. Division is in System/Math.Division.cs.
    .syntax unified
    .arch armv7-a
    .thumb
    .text

@ r1:r0 = r1:r0 * r3:r2, modulo 2^64.
    .globl RhpLMul
    .type RhpLMul, %function
    .thumb_func
RhpLMul:
    mul r1, r1, r2
    mla r1, r0, r3, r1
    umull r0, r3, r0, r2
    add r1, r1, r3
    bx lr

@ r1:r0 = r1:r0 << (r2 & 63). A shift by a register's 32 gives zero, which serves a count of 0.
    .globl RhpLLsh
    .type RhpLLsh, %function
    .thumb_func
RhpLLsh:
    and r2, r2, #63
    subs r3, r2, #32
    bhs 1f
    rsb r3, r2, #32
    lsl r1, r1, r2
    lsr r12, r0, r3
    orr r1, r1, r12
    lsl r0, r0, r2
    bx lr
1:
    lsl r1, r0, r3
    movs r0, #0
    bx lr

@ r1:r0 = r1:r0 >> (r2 & 63), unsigned.
    .globl RhpLRsz
    .type RhpLRsz, %function
    .thumb_func
RhpLRsz:
    and r2, r2, #63
    subs r3, r2, #32
    bhs 1f
    rsb r3, r2, #32
    lsr r0, r0, r2
    lsl r12, r1, r3
    orr r0, r0, r12
    lsr r1, r1, r2
    bx lr
1:
    lsr r0, r1, r3
    movs r1, #0
    bx lr

@ r1:r0 = r1:r0 >> (r2 & 63), signed.
    .globl RhpLRsh
    .type RhpLRsh, %function
    .thumb_func
RhpLRsh:
    and r2, r2, #63
    subs r3, r2, #32
    bhs 1f
    rsb r3, r2, #32
    lsr r0, r0, r2
    lsl r12, r1, r3
    orr r0, r0, r12
    asr r1, r1, r2
    bx lr
1:
    asr r0, r1, r3
    asr r1, r1, #31
    bx lr

    .section .note.GNU-stack, "", %progbits
