// rt_sigaction for the signals of a broken program. The handler never returns.
    .text

    .globl cw_catch_faults
    .type cw_catch_faults, @function
cw_catch_faults:
    mov x9, x30
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

// Entered with the signal in w0.
    .type on_fault, @function
on_fault:
    b cw_fault

// struct sigaction: handler, SA_RESETHAND | SA_NODEFER, restorer, mask.
    .section .rodata
    .balign 8
action:
    .quad on_fault
    .quad 0xc0000000
    .quad 0
    .quad 0

    .section .note.GNU-stack, "", @progbits
