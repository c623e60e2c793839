// ILC's contract: null references are left to the processor to notice. rt_sigaction for the signals of a broken program, with
// a stack of their own. The handler never returns.
    .text

    .globl cw_catch_faults
    .type cw_catch_faults, @function
cw_catch_faults:
    mov x9, x30
    adrp x0, stack
    add x0, x0, :lo12:stack
    mov x1, xzr
    mov x8, #132
    svc #0
    mov x0, #11
    bl catch
    mov x0, #7
    bl catch
    mov x0, #8
    bl catch
    mov x0, #4
    bl catch
    ret x9

    .type catch, @function
catch:
    adrp x1, action
    add x1, x1, :lo12:action
    mov x2, xzr
    mov x3, #8
    mov x8, #134
    svc #0
    ret

// Entered with the signal in w0, siginfo_t in x1, ucontext_t in x2. A CrashContext: si_addr, then pc, x29 and sp of uc_mcontext.
    .type on_fault, @function
on_fault:
    sub sp, sp, #32
    ldr x3, [x1, #16]
    ldr x4, [x2, #440]
    stp x3, x4, [sp]
    ldr x3, [x2, #416]
    ldr x4, [x2, #432]
    stp x3, x4, [sp, #16]
    mov x1, sp
    bl cw_fault
    brk #0

    .section .rodata
    .balign 8
// struct sigaction: handler, SA_RESETHAND | SA_NODEFER | SA_ONSTACK | SA_SIGINFO, restorer, mask.
action:
    .quad on_fault
    .quad 0xc8000004
    .quad 0
    .quad 0
// stack_t: address, flags, size.
stack:
    .quad fault_stack
    .quad 0
    .quad 32768

    .bss
    .balign 16
fault_stack:
    .zero 32768

    .section .note.GNU-stack, "", @progbits
