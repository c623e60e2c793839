# What compiled code calls with conventions of its own. There is no collector, so a write barrier only writes.
    .intel_syntax noprefix
    .text

# Destination in rdi, reference in rsi.
    .globl RhpAssignRef
    .globl RhpCheckedAssignRef
    .type RhpAssignRef, @function
    .type RhpCheckedAssignRef, @function
RhpAssignRef:
RhpCheckedAssignRef:
    mov [rdi], rsi
    ret

# Copies one reference from [rsi] to [rdi] and moves both on; only rcx may be lost.
    .globl RhpByRefAssignRef
    .type RhpByRefAssignRef, @function
RhpByRefAssignRef:
    mov rcx, [rsi]
    mov [rdi], rcx
    add rdi, 8
    add rsi, 8
    ret

# Entering and leaving managed code: nobody counts who is in it.
    .globl RhpReversePInvoke
    .globl RhpReversePInvokeReturn
    .type RhpReversePInvoke, @function
    .type RhpReversePInvokeReturn, @function
RhpReversePInvoke:
RhpReversePInvokeReturn:
    ret

# The frame pointer of who calls.
    .globl cw_frame
    .type cw_frame, @function
cw_frame:
    mov rax, rbp
    ret

# The address of the word that guards stack frames.
    .globl cw_security_cookie
    .type cw_security_cookie, @function
cw_security_cookie:
    lea rax, [rip + __security_cookie]
    ret

# Touches each page down to the new stack pointer, which is in r11, so that the kernel grows the stack.
    .globl RhpStackProbe
    .type RhpStackProbe, @function
RhpStackProbe:
    lea rax, [rsp - 4096]
1:
    cmp rax, r11
    jb 2f
    test [rax], eax
    sub rax, 4096
    jmp 1b
2:
    ret

# An interface call: the object in rdi, the other arguments as in the call, the dispatch cell in r11.
    .globl RhpInitialDynamicInterfaceDispatch
    .type RhpInitialDynamicInterfaceDispatch, @function
RhpInitialDynamicInterfaceDispatch:
    push rbp
    mov rbp, rsp
    push rdi
    push rsi
    push rdx
    push rcx
    push r8
    push r9
    sub rsp, 128
    movups [rsp], xmm0
    movups [rsp + 16], xmm1
    movups [rsp + 32], xmm2
    movups [rsp + 48], xmm3
    movups [rsp + 64], xmm4
    movups [rsp + 80], xmm5
    movups [rsp + 96], xmm6
    movups [rsp + 112], xmm7
    # A null object faults here, as a call through null would.
    cmp [rdi], edi
    mov rsi, r11
    call cw_resolve_interface
    movups xmm0, [rsp]
    movups xmm1, [rsp + 16]
    movups xmm2, [rsp + 32]
    movups xmm3, [rsp + 48]
    movups xmm4, [rsp + 64]
    movups xmm5, [rsp + 80]
    movups xmm6, [rsp + 96]
    movups xmm7, [rsp + 112]
    add rsp, 128
    pop r9
    pop r8
    pop rcx
    pop rdx
    pop rsi
    pop rdi
    pop rbp
    jmp rax

    .bss
    .balign 8
    .globl __security_cookie
    .type __security_cookie, @object
    .size __security_cookie, 8
__security_cookie:
    .zero 8

    .section .note.GNU-stack, "", @progbits
