// The same as x86_64.s.
    .text
    .globl _start
    .type _start, %function
_start:
    sub sp, sp, #16
    mov w0, #-5
    str w0, [sp, #4]
    mov w19, #5
1:  mov w0, w19
    bl answer
beat:
    nop
    subs w19, w19, #1
    b.ne 1b
    mov w0, #7
    adrp x1, corewright_beat_semaphore
    ldrh w1, [x1, :lo12:corewright_beat_semaphore]
    cbz w1, 2f
    mov w0, #42
2:  mov w8, #94
    svc #0
    .size _start, . - _start

    .globl answer
    .type answer, %function
answer:
    nop
    add w0, w0, #1
    ret
    .size answer, . - answer

    .globl answer_twice
    .type answer_twice, %function
answer_twice:
    nop
    add w0, w0, #2
    ret
    .size answer_twice, . - answer_twice

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
3:  .8byte beat, base, corewright_beat_semaphore
    .asciz "corewright"
    .asciz "beat"
    .asciz "-4@x19 8@77 -4@[sp, 4]"
4:  .balign 4
