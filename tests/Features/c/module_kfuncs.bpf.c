/* Functions of a kernel module: nf_conntrack's look-up of a connection, which there is none of. */
#include "bpf.h"

LICENSE("GPL");

struct xdp_md {
	u32 data;
};

struct nf_conn {
	int status;
} RELOCATABLE;

struct bpf_sock_tuple {
	u32 source;
	u32 destination;
	u16 source_port;
	u16 destination_port;
};

struct bpf_ct_opts {
	s32 netns_id;
	s32 error;
	u8 l4proto;
	u8 dir;
	u8 reserved[2];
};

extern struct nf_conn *bpf_xdp_ct_lookup(struct xdp_md *context, struct bpf_sock_tuple *tuple, u32 tuple__sz,
					 struct bpf_ct_opts *opts, u32 opts__sz) KSYM;
extern void bpf_ct_release(struct nf_conn *connection) KSYM;

int error;

SEC("xdp")
int on_packet(struct xdp_md *context)
{
	struct bpf_sock_tuple tuple = { .source = 1, .destination = 2 };
	struct bpf_ct_opts options = { .netns_id = -1, .l4proto = 6 };
	struct nf_conn *connection = bpf_xdp_ct_lookup(context, &tuple, sizeof(tuple), &options, sizeof(options));

	error = options.error;
	if (connection)
		bpf_ct_release(connection);
	return 2;
}
