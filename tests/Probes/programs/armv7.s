@ The same as x86_64.s, in Arm code: the kernel's uprobes know no Thumb. One function is Thumb code for that reason.
    .syntax unified
    .arch armv7-a
    .arm
    .text
    .globl _start
    .type _start, %function
_start:
    sub sp, sp, #16
    mvn r0, #4
    str r0, [sp, #4]
    mov r4, #5
1:  mov r0, r4
    bl answer
beat:
    nop
    subs r4, r4, #1
    bne 1b
    mov r0, #7
    movw r1, #:lower16:corewright_beat_semaphore
    movt r1, #:upper16:corewright_beat_semaphore
    ldrh r1, [r1]
    cmp r1, #0
    movne r0, #42
    mov r7, #248
    svc #0
    .size _start, . - _start

    .globl answer
    .type answer, %function
answer:
    mov r1, r0
    add r0, r1, #1
    bx lr
    .size answer, . - answer

    .globl answer_twice
    .type answer_twice, %function
answer_twice:
    mov r1, r0
    add r0, r1, #2
    bx lr
    .size answer_twice, . - answer_twice

    .thumb
    .globl short_answer
    .type short_answer, %function
    .thumb_func
short_answer:
    adds r0, #1
    bx lr
    .size short_answer, . - short_answer

    .section .probes, "aw", %progbits
    .balign 2
    .globl corewright_beat_semaphore
    .type corewright_beat_semaphore, %object
corewright_beat_semaphore:
    .short 0
    .size corewright_beat_semaphore, 2

    .section .stapsdt.base, "aG", %progbits, .stapsdt.base, comdat
base:
    .space 1

    .section .note.stapsdt, "", %note
    .balign 4
    .4byte 8, 4f - 3f, 3
    .asciz "stapsdt"
3:  .4byte beat, base, corewright_beat_semaphore
    .asciz "corewright"
    .asciz "beat"
    .asciz "-4@r4 4@#77 -4@[sp, #4]"
4:  .balign 4
