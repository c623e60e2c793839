# The objects that the loader carries, read-only and aligned as libelf wants them.
    .section .rodata.objects, "a", @progbits
    .globl start_object, start_object_end, drain_object, drain_object_end
    .balign 8
start_object:
    .incbin "start.bpf.o"
start_object_end:
    .balign 8
drain_object:
    .incbin "drain.bpf.o"
drain_object_end:

    .section .note.GNU-stack, "", @progbits
