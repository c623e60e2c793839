// What compiled code calls with conventions of its own. There is no collector, so a write barrier only writes.
    .text

// Destination in x14, which moves on by a word; reference in x15.
    .globl RhpAssignRefArm64
    .globl RhpCheckedAssignRefArm64
    .type RhpAssignRefArm64, @function
    .type RhpCheckedAssignRefArm64, @function
RhpAssignRefArm64:
RhpCheckedAssignRefArm64:
    str x15, [x14], #8
    ret

// The same with the registers of an ordinary call.
    .globl RhpAssignRef
    .globl RhpCheckedAssignRef
    .type RhpAssignRef, @function
    .type RhpCheckedAssignRef, @function
RhpAssignRef:
RhpCheckedAssignRef:
    str x1, [x0]
    ret

// Copies one reference from [x13] to [x14] and moves both on.
    .globl RhpByRefAssignRefArm64
    .type RhpByRefAssignRefArm64, @function
RhpByRefAssignRefArm64:
    ldr x15, [x13], #8
    str x15, [x14], #8
    ret

// Entering and leaving managed code: nobody counts who is in it.
    .globl RhpReversePInvoke
    .globl RhpReversePInvokeReturn
    .type RhpReversePInvoke, @function
    .type RhpReversePInvokeReturn, @function
RhpReversePInvoke:
RhpReversePInvokeReturn:
    ret

// The frame pointer of who calls.
    .globl cw_frame
    .type cw_frame, @function
cw_frame:
    mov x0, x29
    ret

// The address of the word that guards stack frames.
    .globl cw_security_cookie
    .type cw_security_cookie, @function
cw_security_cookie:
    adrp x0, __security_cookie
    add x0, x0, :lo12:__security_cookie
    ret

// An interface call: the object in x0, the other arguments as in the call, the dispatch cell in x11.
    .globl RhpInitialDynamicInterfaceDispatch
    .type RhpInitialDynamicInterfaceDispatch, @function
RhpInitialDynamicInterfaceDispatch:
    stp x29, x30, [sp, #-224]!
    mov x29, sp
    // A null object faults here, as a call through null would.
    ldr xzr, [x0]
    stp x0, x1, [sp, #16]
    stp x2, x3, [sp, #32]
    stp x4, x5, [sp, #48]
    stp x6, x7, [sp, #64]
    str x8, [sp, #80]
    stp q0, q1, [sp, #96]
    stp q2, q3, [sp, #128]
    stp q4, q5, [sp, #160]
    stp q6, q7, [sp, #192]
    mov x1, x11
    bl cw_resolve_interface
    mov x16, x0
    ldp x0, x1, [sp, #16]
    ldp x2, x3, [sp, #32]
    ldp x4, x5, [sp, #48]
    ldp x6, x7, [sp, #64]
    ldr x8, [sp, #80]
    ldp q0, q1, [sp, #96]
    ldp q2, q3, [sp, #128]
    ldp q4, q5, [sp, #160]
    ldp q6, q7, [sp, #192]
    ldp x29, x30, [sp], #224
    br x16

    .bss
    .balign 8
    .globl __security_cookie
    .type __security_cookie, @object
    .size __security_cookie, 8
__security_cookie:
    .zero 8

    .section .note.GNU-stack, "", @progbits
