@ What compiled code calls with conventions of its own. There is no collector, so a write barrier only writes.
    .syntax unified
    .arch armv7-a
    .thumb
    .fpu vfpv3-d16
    .text

@ Destination in r0, reference in r1.
    .globl RhpAssignRef
    .globl RhpCheckedAssignRef
    .type RhpAssignRef, %function
    .type RhpCheckedAssignRef, %function
    .thumb_func
RhpAssignRef:
    .thumb_func
RhpCheckedAssignRef:
    str r1, [r0]
    bx lr

@ Copies one reference from [r1] to [r0] and moves both on; r2 may be lost.
    .globl RhpByRefAssignRef
    .type RhpByRefAssignRef, %function
    .thumb_func
RhpByRefAssignRef:
    ldr r2, [r1], #4
    str r2, [r0], #4
    bx lr

@ Entering and leaving managed code: nobody counts who is in it.
    .globl RhpReversePInvoke
    .globl RhpReversePInvokeReturn
    .type RhpReversePInvoke, %function
    .type RhpReversePInvokeReturn, %function
    .thumb_func
RhpReversePInvoke:
    .thumb_func
RhpReversePInvokeReturn:
    bx lr

@ The frame pointer of who calls.
    .globl cw_frame
    .type cw_frame, %function
    .thumb_func
cw_frame:
    mov r0, r11
    bx lr

@ The address of the word that guards stack frames.
    .globl cw_security_cookie
    .type cw_security_cookie, %function
    .thumb_func
cw_security_cookie:
    movw r0, #:lower16:__security_cookie
    movt r0, #:upper16:__security_cookie
    bx lr

@ Touches each page down to the new stack pointer, which is in r4, so that the kernel grows the stack. r5 may be lost.
    .globl RhpStackProbe
    .type RhpStackProbe, %function
    .thumb_func
RhpStackProbe:
    push {r6, r7}
    mov r5, sp
1:
    sub r5, r5, #4096
    cmp r5, r4
    blo 2f
    ldr r6, [r5]
    b 1b
2:
    pop {r6, r7}
    bx lr

@ An interface call: the object in r0, the other arguments as in the call, the dispatch cell in r12.
    .globl RhpInitialDynamicInterfaceDispatch
    .type RhpInitialDynamicInterfaceDispatch, %function
    .thumb_func
RhpInitialDynamicInterfaceDispatch:
    push {r11, lr}
    mov r11, sp
    push {r0, r1, r2, r3}
    vpush {d0, d1, d2, d3, d4, d5, d6, d7}
    @ A null object faults here, as a call through null would.
    ldr r1, [r0]
    mov r1, r12
    bl cw_resolve_interface
    mov r12, r0
    vpop {d0, d1, d2, d3, d4, d5, d6, d7}
    pop {r0, r1, r2, r3}
    pop {r11, lr}
    bx r12

@ Unwind tables name these routines; nothing unwinds here.
    .globl __aeabi_unwind_cpp_pr0
    .globl __aeabi_unwind_cpp_pr1
    .type __aeabi_unwind_cpp_pr0, %function
    .type __aeabi_unwind_cpp_pr1, %function
    .thumb_func
__aeabi_unwind_cpp_pr0:
    .thumb_func
__aeabi_unwind_cpp_pr1:
    udf #0

@ On this architecture ILC takes every outside symbol for code and reads the guard out of its own jump to it. build/Loaders
@ makes that jump's symbol weak, so that the one here, the guard itself, is read instead.
    .bss
    .balign 4
    .globl __security_cookie
    .globl "__security_cookie$thunk"
    .type __security_cookie, %object
    .type "__security_cookie$thunk", %object
    .size __security_cookie, 4
    .size "__security_cookie$thunk", 4
__security_cookie:
"__security_cookie$thunk":
    .zero 4

    .section .note.GNU-stack, "", %progbits
