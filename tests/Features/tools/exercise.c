/*
 * What a guest's own tools can't do: datagrams and connections over both families, groups of sockets on a port, routes and traffic
 * control actions with programs in them (rtnetlink(7)), entries of maps that hold a program beside a number. Without a C library.
 */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef __UINTPTR_TYPE__ address;

#if defined(__x86_64__)
enum { WRITE = 1, CLOSE = 3, SOCKET = 41, CONNECT = 42, SENDTO = 44, RECVFROM = 45, BIND = 49, LISTEN = 50, GETSOCKNAME = 51,
	GETPEERNAME = 52, SETSOCKOPT = 54, EXIT = 231, ACCEPT4 = 288, BPF = 321 };
__asm__(".globl _start\n_start: mov %rsp, %rdi\n and $-16, %rsp\n call begin");
#elif defined(__aarch64__)
enum { CLOSE = 57, WRITE = 64, EXIT = 94, SOCKET = 198, BIND = 200, LISTEN = 201, CONNECT = 203, GETSOCKNAME = 204, GETPEERNAME = 205,
	SENDTO = 206, RECVFROM = 207, SETSOCKOPT = 208, ACCEPT4 = 242, BPF = 280 };
__asm__(".globl _start\n_start: mov x0, sp\n bl begin");
#else
enum { WRITE = 4, CLOSE = 6, EXIT = 248, SOCKET = 281, BIND = 282, CONNECT = 283, LISTEN = 284, GETSOCKNAME = 286, GETPEERNAME = 287,
	SENDTO = 290, RECVFROM = 292, SETSOCKOPT = 294, ACCEPT4 = 366, BPF = 386 };
__asm__(".globl _start\n_start: mov r0, sp\n bl begin");
#endif

static long call(long number, address a, address b, address c, address d, address e, address f)
{
#if defined(__x86_64__)
	register long result __asm__("rax") = number;
	register address r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
	__asm__ volatile("syscall" : "+r"(result) : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
	return result;
#elif defined(__aarch64__)
	register long x8 __asm__("x8") = number;
	register address x0 __asm__("x0") = a, x1 __asm__("x1") = b, x2 __asm__("x2") = c, x3 __asm__("x3") = d, x4 __asm__("x4") = e, x5 __asm__("x5") = f;
	__asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
	return (long)x0;
#else
	register long r7 __asm__("r7") = number;
	register address r0 __asm__("r0") = a, r1 __asm__("r1") = b, r2 __asm__("r2") = c, r3 __asm__("r3") = d, r4 __asm__("r4") = e, r5 __asm__("r5") = f;
	__asm__ volatile("svc 0" : "+r"(r0) : "r"(r7), "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5) : "memory");
	return (long)r0;
#endif
}

/* Compilers make calls of these where they like. */
void *memset(void *to, int value, __SIZE_TYPE__ length)
{
	volatile u8 *byte = to;

	while (length--)
		*byte++ = (u8)value;
	return to;
}

void *memcpy(void *to, const void *from, __SIZE_TYPE__ length)
{
	volatile u8 *byte = to;
	const u8 *source = from;

	while (length--)
		*byte++ = *source++;
	return to;
}

static u32 length_of(const char *text)
{
	u32 length = 0;

	while (text[length])
		length++;
	return length;
}

static int same(const char *one, const char *other)
{
	while (*one && *one == *other)
		one++, other++;
	return *one == *other;
}

static void say(const char *text)
{
	call(WRITE, 1, (address)text, length_of(text), 0, 0, 0);
}

static void say_number(u32 number)
{
	static const u32 powers[] = { 10000, 1000, 100, 10, 1 };
	char text[8];
	int length = 0;

	for (int i = 0; i < 5; i++) {
		char digit = '0';

		for (; number >= powers[i]; number -= powers[i])
			digit++;
		if (length || digit != '0' || i == 4)
			text[length++] = digit;
	}
	text[length++] = '\n';
	text[length] = 0;
	say(text);
}

/* Ends with the number of a step as the exit code, so that one sees which one failed. */
static long must(long result, int step)
{
	if (result < 0) {
		say("step, errno:\n");
		say_number((u32)step);
		say_number((u32)-result);
		call(EXIT, (address)step, 0, 0, 0, 0, 0);
	}
	return result;
}

static u32 number_of(const char *text)
{
	u32 number = 0;

	for (; *text >= '0' && *text <= '9'; text++)
		number = number * 10 + (u32)(*text - '0');
	return number;
}

/* union bpf_attr of include/uapi/linux/bpf.h, as far as it is used. */
struct element {
	u32 map;
	u32 unused;
	u64 key;
	u64 value;
	u64 flags;
};

static int open_program(u32 id)
{
	u32 attributes[4] = { id };

	return (int)must(call(BPF, 13, (address)attributes, sizeof(attributes), 0, 0, 0), 90);
}

static int open_map(u32 id)
{
	u32 attributes[4] = { id };

	return (int)must(call(BPF, 14, (address)attributes, sizeof(attributes), 0, 0, 0), 91);
}

static void put(int map, u32 key, const void *value)
{
	struct element attributes = { (u32)map, 0, (u64)(address)&key, (u64)(address)value, 0 };

	must(call(BPF, 2, (address)&attributes, sizeof(attributes), 0, 0, 0), 92);
}

/* Sockets. */
enum { INET = 2, INET6 = 10, STREAM = 1, DATAGRAM = 2, SOCKET_LEVEL = 1, REUSEPORT = 15, RECEIVE_TIMEOUT = 20, REUSEPORT_PROGRAM = 52 };

union name {
	struct { u16 family, port; u8 address[4], zero[8]; } v4;
	struct { u16 family, port; u32 flow; u8 address[16]; u32 scope; } v6;
};

static u32 swapped(u32 port)
{
	return (port >> 8 | port << 8) & 0xffff;
}

static u32 loopback(union name *name, int family, u32 port)
{
	memset(name, 0, sizeof(*name));
	name->v4.family = (u16)family;
	name->v4.port = (u16)swapped(port);
	if (family == INET) {
		name->v4.address[0] = 127;
		name->v4.address[3] = 1;
		return sizeof(name->v4);
	}
	name->v6.address[15] = 1;
	return sizeof(name->v6);
}

static int open_socket(int family, int type)
{
	long patience[2] = { 3, 0 };
	int socket = (int)must(call(SOCKET, (address)family, (address)type, 0, 0, 0, 0), 1);

	must(call(SETSOCKOPT, (address)socket, SOCKET_LEVEL, RECEIVE_TIMEOUT, (address)patience, sizeof(patience), 0), 2);
	return socket;
}

static void bind_to(int socket, int family, u32 port)
{
	union name name;
	u32 length = loopback(&name, family, port);

	must(call(BIND, (address)socket, (address)&name, length, 0, 0, 0), 3);
}

static void connect_to(int socket, int family, u32 port)
{
	union name name;
	u32 length = loopback(&name, family, port);

	must(call(CONNECT, (address)socket, (address)&name, length, 0, 0, 0), 4);
}

static void send_to(int socket, int family, u32 port)
{
	union name name;
	u32 length = loopback(&name, family, port);

	must(call(SENDTO, (address)socket, (address)"hello", 5, 0, (address)&name, length), 5);
}

static u32 port_by(long number, int socket)
{
	union name name;
	u32 length = sizeof(name);

	must(call(number, (address)socket, (address)&name, (address)&length, 0, 0, 0), 6);
	return swapped(name.v4.port);
}

/* A datagram to a socket that is bound and one that is connected, and the names of both; prints the ports that it hears of. */
static void exchange(int family)
{
	int receiver = open_socket(family, DATAGRAM), sender = open_socket(family, DATAGRAM), connected = open_socket(family, DATAGRAM);
	union name name;
	u32 length = sizeof(name);
	char text[8];

	bind_to(receiver, family, 7060);
	bind_to(sender, family, 7061);
	send_to(sender, family, 7060);
	must(call(RECVFROM, (address)receiver, (address)text, sizeof(text), 0, (address)&name, (address)&length), 7);
	connect_to(connected, family, 7060);
	say_number(swapped(name.v4.port));
	say_number(port_by(GETSOCKNAME, sender));
	say_number(port_by(GETPEERNAME, connected));
}

static int listener(int type, int map, u32 key)
{
	int socket = open_socket(INET, type), yes = 1;
	u64 value = (u64)socket;

	must(call(SETSOCKOPT, (address)socket, SOCKET_LEVEL, REUSEPORT, (address)&yes, sizeof(yes), 0), 8);
	bind_to(socket, INET, 7070);
	if (type == STREAM)
		must(call(LISTEN, (address)socket, 8, 0, 0, 0, 0), 9);
	put(map, key, &value);
	return socket;
}

static void choose_by(int socket, int program)
{
	must(call(SETSOCKOPT, (address)socket, SOCKET_LEVEL, REUSEPORT_PROGRAM, (address)&program, sizeof(program), 0), 10);
}

/* Two sockets on one port, and a datagram from each of eight other ports: prints how many came to each. */
static void reuseport(int program, int map)
{
	int group[2] = { listener(DATAGRAM, map, 0), listener(DATAGRAM, map, 1) };
	char text[8];

	choose_by(group[0], program);
	for (int i = 0; i < 8; i++) {
		int sender = open_socket(INET, DATAGRAM);

		send_to(sender, INET, 7070);
		call(CLOSE, (address)sender, 0, 0, 0, 0, 0);
	}
	for (int i = 0; i < 2; i++) {
		u32 came = 0;

		/* MSG_DONTWAIT: over the loopback interface it is there already. */
		while (call(RECVFROM, (address)group[i], (address)text, sizeof(text), 0x40, 0, 0) > 0)
			came++;
		say_number(came);
	}
}

/* A connection that waits at a listener which is closed: it has to come out at the other one. */
static void migrate(int program, int map)
{
	int first = listener(STREAM, map, 0), second = listener(STREAM, map, 1), client = open_socket(INET, STREAM);
	char text[8];

	choose_by(first, program);
	connect_to(client, INET, 7070);
	call(CLOSE, (address)first, 0, 0, 0, 0, 0);
	int server = (int)must(call(ACCEPT4, (address)second, 0, 0, 0, 0, 0), 11);

	must(call(WRITE, (address)client, (address)"hello", 5, 0, 0, 0), 12);
	say_number((u32)must(call(RECVFROM, (address)server, (address)text, sizeof(text), 0, 0, 0), 13));
}

/* rtnetlink(7) */
static struct {
	u32 length;
	u16 type, flags;
	u32 sequence, sender;
	u8 body[1000];
} message;

static void *append(u32 length)
{
	void *at = (u8 *)&message + message.length;

	message.length += (length + 3) & ~3u;
	return at;
}

static void begin_message(u16 type, u16 flags)
{
	memset(&message, 0, sizeof(message));
	message.length = 16;
	message.type = type;
	/* NLM_F_REQUEST, NLM_F_ACK */
	message.flags = flags | 1 | 4;
}

static u16 *attribute(u16 type, const void *value, u32 length)
{
	u16 *header = append(4);

	header[0] = (u16)(4 + length);
	header[1] = type;
	memcpy(append(length), value, length);
	return header;
}

static void end_nest(u16 *header)
{
	header[0] = (u16)((u8 *)&message + message.length - (u8 *)header);
}

static void talk(int step)
{
	int answer[64];
	int socket = (int)must(call(SOCKET, 16, 3, 0, 0, 0, 0), step);

	must(call(SENDTO, (address)socket, (address)&message, message.length, 0, 0, 0), step);
	must(call(RECVFROM, (address)socket, (address)answer, sizeof(answer), 0, 0, 0), step);
	/* NLMSG_ERROR: behind the header an errno, 0 for "done". */
	must(((u16 *)answer)[2] == 2 ? answer[4] : -1, step);
	call(CLOSE, (address)socket, 0, 0, 0, 0, 0);
}

/* An address of this machine's own whose route has programs: lightweight tunnels of the kind "bpf". */
static void route(int in, int out, int send)
{
	static const u8 destination[4] = { 10, 79, 0, 1 };
	int programs[3] = { in, out, send };
	u32 interface = 1;
	u16 kind = 6;

	begin_message(24, 0x600);
	/* struct rtmsg: AF_INET, a whole address, table local, RTPROT_STATIC, RT_SCOPE_HOST, RTN_LOCAL */
	static const u8 header[12] = { 2, 32, 0, 0, 255, 4, 254, 2 };
	memcpy(append(12), header, 12);
	attribute(1, destination, 4);
	attribute(4, &interface, 4);
	attribute(21, &kind, 2);
	u16 *tunnel = attribute(22, 0, 0);
	for (u16 i = 0; i < 3; i++) {
		u16 *direction = attribute((u16)(i + 1), 0, 0);

		attribute(1, &programs[i], 4);
		attribute(2, "tunnel", 7);
		end_nest(direction);
	}
	end_nest(tunnel);
	talk(20);
}

static void begin_traffic(u16 type, u16 flags, u32 handle, u32 parent, u32 info)
{
	u32 header[5] = { 0, 1, handle, parent, info };

	begin_message(type, flags);
	memcpy(append(sizeof(header)), header, sizeof(header));
}

/* A classifier that matches everything, on the loopback interface's way out, with a program for an action. */
static void action(int program)
{
	static const u32 parameters[5];

	begin_traffic(36, 0x600, 0xffff0000, 0xfffffff1, 0);
	attribute(1, "clsact", 7);
	talk(30);
	begin_traffic(44, 0x600, 0, 0xfffffff3, 1 << 16 | swapped(3));
	attribute(1, "matchall", 9);
	u16 *options = attribute(2, 0, 0), *actions = attribute(2, 0, 0), *first = attribute(1, 0, 0);

	attribute(1, "bpf", 4);
	u16 *of_action = attribute(2, 0, 0);

	attribute(2, parameters, sizeof(parameters));
	attribute(5, &program, 4);
	attribute(6, "action", 7);
	end_nest(of_action);
	end_nest(first);
	end_nest(actions);
	end_nest(options);
	talk(31);
}

static void no_action(void)
{
	begin_traffic(37, 0, 0xffff0000, 0xfffffff1, 0);
	talk(32);
}

__attribute__((used)) void begin(const address *stack)
{
	int count = (int)stack[0];
	const char **words = (const char **)(stack + 1);
	const char *what = count > 1 ? words[1] : "";
	u32 numbers[4] = { 0 };

	for (int i = 2; i < count && i < 6; i++)
		numbers[i - 2] = number_of(words[i]);
	if (same(what, "datagrams4")) {
		exchange(INET);
	} else if (same(what, "datagrams6")) {
		exchange(INET6);
	} else if (same(what, "reuseport")) {
		reuseport(open_program(numbers[0]), open_map(numbers[1]));
	} else if (same(what, "migrate")) {
		migrate(open_program(numbers[0]), open_map(numbers[1]));
	} else if (same(what, "route")) {
		route(open_program(numbers[0]), open_program(numbers[1]), open_program(numbers[2]));
	} else if (same(what, "action")) {
		action(open_program(numbers[0]));
	} else if (same(what, "no-action")) {
		no_action();
	} else if (same(what, "entry")) {
		/* Of struct bpf_devmap_val or bpf_cpumap_val: an interface or a length, and a program. */
		u32 value[2] = { numbers[2], (u32)open_program(numbers[3]) };

		put(open_map(numbers[0]), numbers[1], value);
	} else {
		must(-22, 99);
	}
	call(EXIT, 0, 0, 0, 0, 0, 0);
}
