# Calls answer(n) for n from 5 down to 1, each time past the USDT probe corewright:beat, and ends with 42 if somebody listens to
# that, otherwise with 7. With an argument it first waits for two seconds.
    .text
    .globl _start
    .type _start, @function
_start:
    cmpl $1, (%rsp)
    je 3f
    sub $16, %rsp
    movq $2, (%rsp)
    movq $0, 8(%rsp)
    mov %rsp, %rdi
    xor %esi, %esi
    mov $35, %eax
    syscall
3:  sub $16, %rsp
    movl $-5, 4(%rsp)
    mov $5, %ebx
1:  mov %ebx, %edi
    call answer
beat:
    nop
    dec %ebx
    jnz 1b
    mov $7, %edi
    cmpw $0, corewright_beat_semaphore(%rip)
    je 2f
    mov $42, %edi
2:  mov $231, %eax
    syscall
    .size _start, . - _start

    .globl answer
    .type answer, @function
answer:
    push %rbp
    mov %rsp, %rbp
    lea 1(%rdi), %eax
    pop %rbp
    ret
    .size answer, . - answer

    .globl answer_twice
    .type answer_twice, @function
answer_twice:
    push %rbp
    lea 2(%rdi), %eax
    pop %rbp
    ret
    .size answer_twice, . - answer_twice

    .section .probes, "aw", @progbits
    .balign 2
    .globl corewright_beat_semaphore
    .type corewright_beat_semaphore, @object
corewright_beat_semaphore:
    .short 0
    .size corewright_beat_semaphore, 2

    .section .stapsdt.base, "aG", @progbits, .stapsdt.base, comdat
base:
    .space 1

    .section .note.stapsdt, "", @note
    .balign 4
    .4byte 8, 5f - 4f, 3
    .asciz "stapsdt"
4:  .8byte beat, base, corewright_beat_semaphore
    .asciz "corewright"
    .asciz "beat"
    .asciz "-4@%ebx 8@$77 -4@4(%rsp)"
5:  .balign 4
