# cmpxchg16b changes ZF and no other flag (Intel SDM, volume 2). Ends with 0 where the processor does so, else with 1.
# An emulator that computes flags only when they are asked for has two states to mix up: that of the comparison right before, and the one
# that popfq has left in an earlier block.

    .globl _start
    .text
_start:
    lea     pair(%rip), %rsi
    movq    $0, (%rsi)                  # the page is there: no fault interrupts what follows
    xor     %eax, %eax
    xor     %edx, %edx
    xor     %ebx, %ebx
    xor     %ecx, %ecx
    xor     %r9d, %r9d
    mov     $0x0568d446, %r8d
    pushq   $0x202
    popfq
    jmp     1f
1:  cmp     %r8, %r9
    cmpxchg16b (%rsi)
    pushfq
    popq    %rdi
    pushq   $0x202
    popfq
    # ZF of the exchange; CF, SF, PF, AF of the comparison; IF; the bit that is always set.
    cmp     $0x2d3, %rdi
    setne   %dil
    movzbl  %dil, %edi
    mov     $60, %eax                   # exit(2)
    syscall

    .data
    .balign 16
pair:
    .quad   0, 0
