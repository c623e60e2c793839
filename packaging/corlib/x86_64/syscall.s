# System calls: number in rax, arguments in rdi, rsi, rdx, r10, r8, r9; the kernel overwrites rcx and r11.
# ILC's contract: these are called like functions in C, without a transition.
    .intel_syntax noprefix
    .text

    .globl cw_architecture
    .type cw_architecture, @function
cw_architecture:
    xor eax, eax
    ret

# long cw_syscall(number, a, b, c, d, e, f): f comes on the stack.
    .globl cw_syscall
    .type cw_syscall, @function
cw_syscall:
    movsxd rax, edi
    mov rdi, rsi
    mov rsi, rdx
    mov rdx, rcx
    mov r10, r8
    mov r8, r9
    mov r9, [rsp + 8]
    syscall
    ret

# long cw_write(fd, data, length)
    .globl cw_write
    .type cw_write, @function
cw_write:
    mov eax, 1
    syscall
    ret

# void* cw_map(length): mmap(0, length, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
    .globl cw_map
    .type cw_map, @function
cw_map:
    mov rsi, rdi
    xor edi, edi
    mov edx, 3
    mov r10d, 0x22
    mov r8, -1
    xor r9d, r9d
    mov eax, 9
    syscall
    ret

# void cw_exit(status)
    .globl cw_exit
    .type cw_exit, @function
cw_exit:
    mov eax, 231
    syscall
    ud2

    .section .note.GNU-stack, "", @progbits
