@ ILC's contract: null references are left to the processor to notice. rt_sigaction for the signals of a broken program, with
@ a stack of their own. The handler never returns.
    .syntax unified
    .arch armv7-a
    .thumb
    .text

    .globl cw_catch_faults
    .type cw_catch_faults, %function
    .thumb_func
cw_catch_faults:
    push {r7, lr}
    movw r0, #:lower16:stack
    movt r0, #:upper16:stack
    movs r1, #0
    movs r7, #186
    svc #0
    movs r0, #11
    bl catch
    movs r0, #7
    bl catch
    movs r0, #8
    bl catch
    movs r0, #4
    bl catch
    pop {r7, pc}

    .type catch, %function
    .thumb_func
catch:
    movw r1, #:lower16:action
    movt r1, #:upper16:action
    movs r2, #0
    movs r3, #8
    movs r7, #174
    svc #0
    bx lr

@ Entered with the signal in r0, siginfo_t in r1, ucontext_t in r2. A CrashContext: si_addr, then pc, r11 and sp of uc_mcontext.
    .type on_fault, %function
    .thumb_func
on_fault:
    ldr r3, [r1, #12]
    ldr r4, [r2, #92]
    ldr r5, [r2, #76]
    ldr r6, [r2, #84]
    push {r3, r4, r5, r6}
    mov r1, sp
    bl cw_fault
    udf #0

    .section .rodata
    .balign 4
@ struct sigaction: handler, SA_RESETHAND | SA_NODEFER | SA_ONSTACK | SA_SIGINFO, restorer, mask.
action:
    .word on_fault
    .word 0xc8000004
    .word 0
    .word 0
    .word 0
@ stack_t: address, flags, size.
stack:
    .word fault_stack
    .word 0
    .word 32768

    .bss
    .balign 8
fault_stack:
    .zero 32768

    .section .note.GNU-stack, "", %progbits
