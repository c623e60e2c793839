# rt_sigaction for the signals of a broken program. The handler never returns, but the kernel insists on a restorer.
    .intel_syntax noprefix
    .text

    .globl cw_catch_faults
    .type cw_catch_faults, @function
cw_catch_faults:
    mov edi, 11
    call catch
    mov edi, 7
    call catch
    mov edi, 8
    call catch
    mov edi, 4
catch:
    lea rsi, [rip + action]
    xor edx, edx
    mov r10d, 8
    mov eax, 13
    syscall
    ret

# Entered as if called: the signal in edi, the return address of the restorer on the stack.
    .type on_fault, @function
on_fault:
    jmp cw_fault

    .type restorer, @function
restorer:
    mov eax, 15
    syscall
    ud2

# struct sigaction: handler, SA_RESETHAND | SA_NODEFER | SA_RESTORER, restorer, mask.
    .section .rodata
    .balign 8
action:
    .quad on_fault
    .quad 0xc4000000
    .quad restorer
    .quad 0

    .section .note.GNU-stack, "", @progbits
