# ILC's contract: null references and divisions by zero are left to the processor to notice. rt_sigaction for the signals of
# a broken program, with a stack of their own. The handler never returns, but the kernel insists on a restorer.
    .intel_syntax noprefix
    .text

    .globl cw_catch_faults
    .type cw_catch_faults, @function
cw_catch_faults:
    lea rdi, [rip + stack]
    xor esi, esi
    mov eax, 131
    syscall
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

# Entered as if called: the signal in edi, siginfo_t in rsi, ucontext_t in rdx, the return address of the restorer on the stack.
# A CrashContext: si_addr, then rip, rbp and rsp of uc_mcontext.
    .type on_fault, @function
on_fault:
    sub rsp, 40
    mov rax, [rsi + 16]
    mov [rsp], rax
    mov rax, [rdx + 168]
    mov [rsp + 8], rax
    mov rax, [rdx + 120]
    mov [rsp + 16], rax
    mov rax, [rdx + 160]
    mov [rsp + 24], rax
    mov rsi, rsp
    call cw_fault
    ud2

    .type restorer, @function
restorer:
    mov eax, 15
    syscall
    ud2

    .section .rodata
    .balign 8
# struct sigaction: handler, SA_RESETHAND | SA_NODEFER | SA_ONSTACK | SA_RESTORER | SA_SIGINFO, restorer, mask.
action:
    .quad on_fault
    .quad 0xcc000004
    .quad restorer
    .quad 0
# stack_t: address, flags, size.
stack:
    .quad fault_stack
    .quad 0
    .quad 32768

    .bss
    .balign 16
fault_stack:
    .zero 32768

    .section .note.GNU-stack, "", @progbits
