# Never stops: _start calls busy_caller, which calls busy_function again and again. With an argument it sleeps instead.
    .text
    .globl _start
    .type _start, @function
_start:
    cmpl $1, (%rsp)
    jne 3f
    call busy_caller
3:  mov $34, %eax
    syscall
    jmp 3b
    .size _start, . - _start

    .globl busy_caller
    .type busy_caller, @function
busy_caller:
    push %rbp
    mov %rsp, %rbp
1:  call busy_function
    jmp 1b
    .size busy_caller, . - busy_caller

    .type busy_function, @function
busy_function:
    push %rbp
    mov %rsp, %rbp
    mov $1000000, %ecx
2:  dec %ecx
    jnz 2b
    pop %rbp
    ret
    .size busy_function, . - busy_function
