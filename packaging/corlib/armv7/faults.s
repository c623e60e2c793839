@ rt_sigaction for the signals of a broken program. The handler never returns.
    .syntax unified
    .arch armv7-a
    .thumb
    .text

    .globl cw_catch_faults
    .type cw_catch_faults, %function
    .thumb_func
cw_catch_faults:
    push {r7, lr}
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

@ Entered with the signal in r0.
    .type on_fault, %function
    .thumb_func
on_fault:
    b.w cw_fault

@ struct sigaction: handler, SA_RESETHAND | SA_NODEFER, restorer, mask.
    .section .rodata
    .balign 4
action:
    .word on_fault
    .word 0xc0000000
    .word 0
    .word 0
    .word 0

    .section .note.GNU-stack, "", %progbits
