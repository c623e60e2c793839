// Made by ./build.sh --target=Bindings from the kernels' BTF. Change what is wanted, not this file.

//! Types of these kernels: x86_64 5.10 to 7.3, aarch64 5.10 to 7.3, armv7 5.10 to 7.2.
//!
//! Each field says in which of them it is, and where it is of another type. Reading one that a kernel does not have
//! fails the load there, unless it stands behind `core_field_exists!`. A number whose width differs is a `usize` or
//! `isize`, which are read as wide as the kernel has them. Numbers of enums are only what an object says before it is
//! loaded: `core_enum_value!` gives the kernel's.

use core::ffi::c_void;

corewright_ebpf::kernel_types! {
    /// The kernel's `struct task_struct`: everywhere.
    pub struct task_struct {
        /// x86_64 6.1 to 7.3, aarch64 6.1 to 7.3, armv7 6.1 to 7.2.
        pub __state: u32,
        /// Everywhere.
        pub flags: u32,
        /// Everywhere; `u8` after 6.18; `i32` before 7.2.
        pub on_cpu: usize,
        /// Everywhere.
        pub prio: i32,
        /// Everywhere.
        pub static_prio: i32,
        /// Everywhere.
        pub mm: *const mm_struct,
        /// Everywhere.
        pub exit_code: i32,
        /// Everywhere.
        pub pid: i32,
        /// Everywhere.
        pub tgid: i32,
        /// Everywhere.
        pub real_parent: *const task_struct,
        /// Everywhere.
        pub parent: *const task_struct,
        /// Everywhere.
        pub group_leader: *const task_struct,
        /// Everywhere.
        pub thread_pid: *const pid,
        /// Everywhere.
        pub utime: u64,
        /// Everywhere.
        pub stime: u64,
        /// Everywhere.
        pub nvcsw: usize,
        /// Everywhere.
        pub nivcsw: usize,
        /// Everywhere.
        pub start_time: u64,
        /// Everywhere.
        pub start_boottime: u64,
        /// Everywhere.
        pub real_cred: *const cred,
        /// Everywhere.
        pub cred: *const cred,
        /// Everywhere.
        pub comm: [u8; 16],
        /// Everywhere.
        pub fs: *const c_void,
        /// Everywhere.
        pub files: *const c_void,
        /// Everywhere.
        pub nsproxy: *const nsproxy,
        /// Everywhere.
        pub signal: *const signal_struct,
        /// Everywhere.
        pub cgroups: *const css_set,
        /// x86_64 5.10, aarch64 5.10, armv7 5.10.
        pub state: isize,
        /// x86_64 5.10, aarch64 5.10.
        pub cpu: u32,
    }

    /// The kernel's `struct signal_struct`: everywhere.
    pub struct signal_struct {
        /// Everywhere.
        pub live: atomic_t,
        /// Everywhere.
        pub nr_threads: i32,
        /// Everywhere.
        pub group_exit_code: i32,
        /// Everywhere.
        pub flags: u32,
        /// Everywhere.
        pub oom_score_adj: i16,
    }

    /// The kernel's `struct cred`: everywhere.
    pub struct cred {
        /// Everywhere.
        pub uid: kuid_t,
        /// Everywhere.
        pub gid: kgid_t,
        /// Everywhere.
        pub suid: kuid_t,
        /// Everywhere.
        pub sgid: kgid_t,
        /// Everywhere.
        pub euid: kuid_t,
        /// Everywhere.
        pub egid: kgid_t,
        /// Everywhere.
        pub fsuid: kuid_t,
        /// Everywhere.
        pub fsgid: kgid_t,
        /// Everywhere.
        pub user_ns: *const user_namespace,
    }

    /// The kernel's `struct user_namespace`: everywhere.
    pub struct user_namespace {
        /// Everywhere.
        pub parent: *const user_namespace,
        /// Everywhere.
        pub level: i32,
        /// Everywhere.
        pub owner: kuid_t,
        /// Everywhere.
        pub group: kgid_t,
        /// Everywhere.
        pub ns: ns_common,
    }

    /// The kernel's `struct nsproxy`: everywhere.
    pub struct nsproxy {
        /// Everywhere.
        pub uts_ns: *const uts_namespace,
        /// Everywhere.
        pub ipc_ns: *const ipc_namespace,
        /// Everywhere.
        pub mnt_ns: *const mnt_namespace,
        /// Everywhere.
        pub pid_ns_for_children: *const pid_namespace,
        /// Everywhere.
        pub net_ns: *const net,
        /// Everywhere.
        pub time_ns: *const c_void,
        /// Everywhere.
        pub cgroup_ns: *const cgroup_namespace,
    }

    /// The kernel's `struct uts_namespace`: everywhere.
    pub struct uts_namespace {
        /// Everywhere.
        pub ns: ns_common,
    }

    /// The kernel's `struct ipc_namespace`: everywhere.
    pub struct ipc_namespace {
        /// Everywhere.
        pub ns: ns_common,
    }

    /// The kernel's `struct mnt_namespace`: everywhere.
    pub struct mnt_namespace {
        /// Everywhere.
        pub ns: ns_common,
    }

    /// The kernel's `struct pid`: everywhere.
    pub struct pid {
        /// Everywhere.
        pub level: u32,
        /// Everywhere.
        pub numbers: [upid; 1],
    }

    /// The kernel's `struct upid`: everywhere.
    pub struct upid {
        /// Everywhere.
        pub nr: i32,
        /// Everywhere.
        pub ns: *const pid_namespace,
    }

    /// The kernel's `struct pid_namespace`: everywhere.
    pub struct pid_namespace {
        /// Everywhere.
        pub level: u32,
        /// Everywhere.
        pub parent: *const pid_namespace,
        /// Everywhere.
        pub ns: ns_common,
    }

    /// The kernel's `struct cgroup_namespace`: everywhere.
    pub struct cgroup_namespace {
        /// Everywhere.
        pub ns: ns_common,
    }

    /// The kernel's `struct net`: everywhere.
    pub struct net {
        /// Everywhere.
        pub ns: ns_common,
        /// Everywhere; `atomic64_t` before 6.1, which is not read by this.
        pub net_cookie: u64,
    }

    /// The kernel's `struct ns_common`: everywhere.
    pub struct ns_common {
        /// Everywhere.
        pub inum: u32,
    }

    /// The kernel's `struct mm_struct`: everywhere.
    pub struct mm_struct {
        /// Everywhere.
        pub task_size: usize,
        /// Everywhere.
        pub hiwater_rss: usize,
        /// Everywhere.
        pub total_vm: usize,
        /// Everywhere.
        pub arg_start: usize,
        /// Everywhere.
        pub arg_end: usize,
        /// Everywhere.
        pub env_start: usize,
        /// Everywhere.
        pub env_end: usize,
        /// Everywhere.
        pub exe_file: *const file,
    }

    /// The kernel's `struct linux_binprm`: everywhere.
    pub struct linux_binprm {
        /// Everywhere.
        pub mm: *const mm_struct,
        /// Everywhere.
        pub file: *const file,
        /// Everywhere.
        pub cred: *const cred,
        /// Everywhere.
        pub argc: i32,
        /// Everywhere.
        pub envc: i32,
        /// Everywhere.
        pub filename: *const u8,
        /// Everywhere.
        pub interp: *const u8,
    }

    /// The kernel's `struct css_set`: everywhere.
    pub struct css_set {
        /// Everywhere; `[*const cgroup_subsys_state; 13]` on x86_64 5.10, aarch64 5.10, armv7 6.1 to 7.2; `[*const
        /// cgroup_subsys_state; 12]` on armv7 5.10.
        pub subsys: [*const cgroup_subsys_state; 14],
        /// Everywhere.
        pub dfl_cgrp: *const cgroup,
    }

    /// The kernel's `struct cgroup_subsys_state`: everywhere.
    pub struct cgroup_subsys_state {
        /// Everywhere.
        pub cgroup: *const cgroup,
        /// Everywhere.
        pub id: i32,
    }

    /// The kernel's `struct cgroup`: everywhere.
    pub struct cgroup {
        /// Everywhere.
        pub level: i32,
        /// Everywhere.
        pub kn: *const kernfs_node,
        /// Everywhere.
        pub root: *const cgroup_root,
    }

    /// The kernel's `struct cgroup_root`: everywhere.
    pub struct cgroup_root {
        /// Everywhere.
        pub hierarchy_id: i32,
    }

    /// The kernel's `struct kernfs_node`: everywhere.
    pub struct kernfs_node {
        /// x86_64 6.18 to 7.3, aarch64 6.18 to 7.3, armv7 7.2.
        pub __parent: *const kernfs_node,
        /// Everywhere.
        pub name: *const u8,
        /// Everywhere.
        pub id: u64,
        /// x86_64 5.10 to 6.12, aarch64 5.10 to 6.12, armv7 5.10 to 6.12.
        pub parent: *const kernfs_node,
    }

    /// The kernel's `struct file`: everywhere.
    pub struct file {
        /// Everywhere.
        pub f_mode: u32,
        /// Everywhere.
        pub f_inode: *const inode,
        /// Everywhere.
        pub f_flags: u32,
        /// Everywhere.
        pub f_path: path,
        /// Everywhere.
        pub f_pos: i64,
    }

    /// The kernel's `struct path`: everywhere.
    pub struct path {
        /// Everywhere.
        pub mnt: *const vfsmount,
        /// Everywhere.
        pub dentry: *const dentry,
    }

    /// The kernel's `struct vfsmount`: everywhere.
    pub struct vfsmount {
        /// Everywhere.
        pub mnt_root: *const dentry,
        /// Everywhere.
        pub mnt_sb: *const super_block,
        /// Everywhere.
        pub mnt_flags: i32,
    }

    /// The kernel's `struct mount`: everywhere.
    pub struct mount {
        /// Everywhere.
        pub mnt_parent: *const mount,
        /// Everywhere.
        pub mnt_mountpoint: *const dentry,
        /// Everywhere.
        pub mnt: vfsmount,
    }

    /// The kernel's `struct dentry`: everywhere.
    pub struct dentry {
        /// Everywhere.
        pub d_flags: u32,
        /// Everywhere.
        pub d_parent: *const dentry,
        /// Everywhere.
        pub d_name: qstr,
        /// Everywhere.
        pub d_inode: *const inode,
    }

    /// The kernel's `struct qstr`: everywhere.
    pub struct qstr {
        /// Everywhere.
        pub hash: u32,
        /// Everywhere.
        pub len: u32,
        /// Everywhere.
        pub name: *const u8,
    }

    /// The kernel's `struct inode`: everywhere.
    pub struct inode {
        /// Everywhere.
        pub i_mode: u16,
        /// Everywhere.
        pub i_uid: kuid_t,
        /// Everywhere.
        pub i_gid: kgid_t,
        /// Everywhere.
        pub i_sb: *const super_block,
        /// Everywhere; `u64` on armv7 7.2.
        pub i_ino: usize,
        /// Everywhere.
        pub i_nlink: u32,
        /// Everywhere.
        pub i_rdev: u32,
        /// Everywhere.
        pub i_size: i64,
    }

    /// The kernel's `struct super_block`: everywhere.
    pub struct super_block {
        /// Everywhere.
        pub s_dev: u32,
        /// Everywhere.
        pub s_type: *const file_system_type,
        /// Everywhere.
        pub s_magic: usize,
        /// Everywhere.
        pub s_root: *const dentry,
    }

    /// The kernel's `struct file_system_type`: everywhere.
    pub struct file_system_type {
        /// Everywhere.
        pub name: *const u8,
    }

    /// The kernel's `struct socket`: everywhere.
    pub struct socket {
        /// Everywhere.
        pub state: socket_state,
        /// Everywhere.
        pub r#type: i16,
        /// Everywhere.
        pub file: *const file,
        /// Everywhere.
        pub sk: *const sock,
    }

    /// The kernel's `struct sock`: everywhere.
    pub struct sock {
        /// Everywhere.
        pub __sk_common: sock_common,
        /// Everywhere.
        pub sk_err: i32,
        /// Everywhere.
        pub sk_socket: *const socket,
        /// Everywhere.
        pub sk_mark: u32,
        /// Everywhere.
        pub sk_uid: kuid_t,
        /// Everywhere.
        pub sk_protocol: u16,
        /// Everywhere.
        pub sk_type: u16,
        /// Everywhere.
        pub sk_cgrp_data: sock_cgroup_data,
    }

    /// The kernel's `struct sock_common`: everywhere.
    pub struct sock_common {
        /// Everywhere.
        pub skc_daddr: u32,
        /// Everywhere.
        pub skc_rcv_saddr: u32,
        /// Everywhere.
        pub skc_dport: u16,
        /// Everywhere.
        pub skc_num: u16,
        /// Everywhere.
        pub skc_family: u16,
        /// Everywhere.
        pub skc_state: u8,
        /// Everywhere.
        pub skc_bound_dev_if: i32,
        /// Everywhere.
        pub skc_net: possible_net_t,
        /// Everywhere.
        pub skc_v6_daddr: in6_addr,
        /// Everywhere.
        pub skc_v6_rcv_saddr: in6_addr,
        /// Everywhere.
        pub skc_cookie: atomic64_t,
        /// Everywhere.
        pub skc_flags: usize,
    }

    /// The kernel's `struct in6_addr`: everywhere.
    pub struct in6_addr {
        /// Everywhere.
        pub in6_u: in6_addr_in6_u,
    }

    /// The kernel's `struct inet_sock`: everywhere.
    pub struct inet_sock {
        /// Everywhere.
        pub sk: sock,
        /// Everywhere.
        pub inet_saddr: u32,
        /// Everywhere.
        pub uc_ttl: i16,
        /// Everywhere.
        pub inet_sport: u16,
        /// Everywhere; `u16` before 6.1, which is not read by this.
        pub inet_id: atomic_t,
    }

    /// The kernel's `struct tcp_sock`: everywhere.
    pub struct tcp_sock {
        /// Everywhere.
        pub inet_conn: inet_connection_sock,
        /// Everywhere.
        pub snd_cwnd: u32,
        /// Everywhere.
        pub bytes_acked: u64,
        /// Everywhere.
        pub bytes_sent: u64,
        /// Everywhere.
        pub write_seq: u32,
        /// Everywhere.
        pub snd_una: u32,
        /// Everywhere.
        pub srtt_us: u32,
        /// Everywhere.
        pub segs_in: u32,
        /// Everywhere.
        pub segs_out: u32,
        /// Everywhere.
        pub bytes_received: u64,
        /// Everywhere.
        pub bytes_retrans: u64,
        /// Everywhere.
        pub total_retrans: u32,
    }

    /// The kernel's `struct inet_connection_sock`: everywhere.
    pub struct inet_connection_sock {
        /// Everywhere.
        pub icsk_inet: inet_sock,
        /// Everywhere.
        pub icsk_retransmits: u8,
    }

    /// The kernel's `struct sk_buff`: everywhere.
    pub struct sk_buff {
        /// Everywhere.
        pub dev: *const net_device,
        /// Everywhere.
        pub sk: *const sock,
        /// Everywhere.
        pub len: u32,
        /// Everywhere.
        pub data_len: u32,
        /// Everywhere.
        pub skb_iif: i32,
        /// Everywhere.
        pub mark: u32,
        /// Everywhere.
        pub protocol: u16,
        /// Everywhere.
        pub transport_header: u16,
        /// Everywhere.
        pub network_header: u16,
        /// Everywhere.
        pub head: *const u8,
        /// Everywhere.
        pub data: *const u8,
    }

    /// The kernel's `struct net_device`: everywhere.
    pub struct net_device {
        /// Everywhere.
        pub mtu: u32,
        /// Everywhere.
        pub ifindex: i32,
        /// Everywhere.
        pub name: [u8; 16],
    }

    /// The kernel's `struct sockaddr`: everywhere.
    pub struct sockaddr {
        /// Everywhere.
        pub sa_family: u16,
        /// Everywhere; `[u8; 1]` before 7.2.
        pub sa_data: [u8; 14],
    }

    /// The kernel's `struct sockaddr_in`: everywhere.
    pub struct sockaddr_in {
        /// Everywhere.
        pub sin_family: u16,
        /// Everywhere.
        pub sin_port: u16,
        /// Everywhere.
        pub sin_addr: in_addr,
    }

    /// The kernel's `struct sockaddr_in6`: everywhere.
    pub struct sockaddr_in6 {
        /// Everywhere.
        pub sin6_family: u16,
        /// Everywhere.
        pub sin6_port: u16,
        /// Everywhere.
        pub sin6_addr: in6_addr,
    }

    /// The kernel's `struct in_addr`: everywhere.
    pub struct in_addr {
        /// Everywhere.
        pub s_addr: u32,
    }

    /// The kernel's `struct rq`: everywhere.
    pub struct rq {
        /// Everywhere.
        pub nr_running: u32,
        /// Everywhere.
        pub curr: *const task_struct,
        /// Everywhere.
        pub clock: u64,
        /// Everywhere.
        pub cpu: i32,
    }

    /// The kernel's `struct pt_regs`: x86_64 5.10 to 7.3.
    pub struct pt_regs___x86_64 {
        /// x86_64 5.10 to 7.3.
        pub r15: usize,
        /// x86_64 5.10 to 7.3.
        pub r14: usize,
        /// x86_64 5.10 to 7.3.
        pub r13: usize,
        /// x86_64 5.10 to 7.3.
        pub r12: usize,
        /// x86_64 5.10 to 7.3.
        pub bp: usize,
        /// x86_64 5.10 to 7.3.
        pub bx: usize,
        /// x86_64 5.10 to 7.3.
        pub r11: usize,
        /// x86_64 5.10 to 7.3.
        pub r10: usize,
        /// x86_64 5.10 to 7.3.
        pub r9: usize,
        /// x86_64 5.10 to 7.3.
        pub r8: usize,
        /// x86_64 5.10 to 7.3.
        pub ax: usize,
        /// x86_64 5.10 to 7.3.
        pub cx: usize,
        /// x86_64 5.10 to 7.3.
        pub dx: usize,
        /// x86_64 5.10 to 7.3.
        pub si: usize,
        /// x86_64 5.10 to 7.3.
        pub di: usize,
        /// x86_64 5.10 to 7.3.
        pub orig_ax: usize,
        /// x86_64 5.10 to 7.3.
        pub ip: usize,
        /// x86_64 5.10 to 7.3.
        pub flags: usize,
        /// x86_64 5.10 to 7.3.
        pub sp: usize,
    }

    /// The kernel's `struct pt_regs`: aarch64 5.10 to 7.3.
    pub struct pt_regs___aarch64 {
        /// aarch64 5.10 to 7.3.
        pub regs: [u64; 31],
        /// aarch64 5.10 to 7.3.
        pub sp: u64,
        /// aarch64 5.10 to 7.3.
        pub pc: u64,
        /// aarch64 5.10 to 7.3.
        pub pstate: u64,
        /// aarch64 5.10 to 7.3.
        pub orig_x0: u64,
        /// aarch64 5.10 to 7.3.
        pub syscallno: i32,
    }

    /// The kernel's `struct pt_regs`: armv7 5.10 to 7.2.
    pub struct pt_regs___armv7 {
        /// armv7 5.10 to 7.2.
        pub uregs: [usize; 18],
    }

    /// The kernel's `struct trace_event_raw_sched_process_exec`: everywhere. A program's context: load its fields with
    /// `core_load!`.
    pub struct trace_event_raw_sched_process_exec {
        /// Everywhere.
        pub __data_loc_filename: u32,
        /// Everywhere.
        pub pid: i32,
        /// Everywhere.
        pub old_pid: i32,
    }

    /// The kernel's `struct trace_event_raw_sched_process_fork`: everywhere. A program's context: load its fields with
    /// `core_load!`.
    pub struct trace_event_raw_sched_process_fork {
        /// Everywhere.
        pub parent_pid: i32,
        /// Everywhere.
        pub child_pid: i32,
    }

    /// The kernel's `struct trace_event_raw_sched_process_exit`: x86_64 6.18 to 7.3, aarch64 6.18 to 7.3, armv7 7.2. A
    /// program's context: load its fields with `core_load!`.
    pub struct trace_event_raw_sched_process_exit {
        /// x86_64 6.18 to 7.3, aarch64 6.18 to 7.3, armv7 7.2.
        pub pid: i32,
        /// x86_64 6.18 to 7.3, aarch64 6.18 to 7.3, armv7 7.2.
        pub prio: i32,
        /// x86_64 6.18 to 7.3, aarch64 6.18 to 7.3, armv7 7.2.
        pub group_dead: u8,
    }

    /// The kernel's `struct trace_event_raw_sched_process_template`: everywhere. A program's context: load its fields
    /// with `core_load!`.
    pub struct trace_event_raw_sched_process_template {
        /// Everywhere.
        pub pid: i32,
        /// Everywhere.
        pub prio: i32,
    }

    /// The kernel's `struct trace_event_raw_sched_switch`: everywhere. A program's context: load its fields with
    /// `core_load!`, but `prev_state` with `core_read!`.
    pub struct trace_event_raw_sched_switch {
        /// Everywhere.
        pub prev_pid: i32,
        /// Everywhere.
        pub prev_prio: i32,
        /// Everywhere.
        pub prev_state: isize,
        /// Everywhere.
        pub next_pid: i32,
        /// Everywhere.
        pub next_prio: i32,
    }

    /// The kernel's `struct trace_event_raw_sched_wakeup_template`: everywhere. A program's context: load its fields
    /// with `core_load!`.
    pub struct trace_event_raw_sched_wakeup_template {
        /// Everywhere.
        pub pid: i32,
        /// Everywhere.
        pub prio: i32,
        /// Everywhere.
        pub target_cpu: i32,
    }

    /// The kernel's `struct trace_event_raw_inet_sock_set_state`: everywhere. A program's context: load its fields with
    /// `core_load!`.
    pub struct trace_event_raw_inet_sock_set_state {
        /// Everywhere.
        pub skaddr: *const c_void,
        /// Everywhere.
        pub oldstate: i32,
        /// Everywhere.
        pub newstate: i32,
        /// Everywhere.
        pub sport: u16,
        /// Everywhere.
        pub dport: u16,
        /// Everywhere.
        pub family: u16,
        /// Everywhere.
        pub protocol: u16,
    }

    /// The kernel's `struct trace_event_raw_sys_enter`: everywhere. A program's context: load its fields with
    /// `core_load!`, but `id` with `core_read!`.
    pub struct trace_event_raw_sys_enter {
        /// Everywhere.
        pub id: isize,
    }

    /// The kernel's `struct trace_event_raw_sys_exit`: everywhere. A program's context: load its fields with
    /// `core_load!`, but `id`, `ret` with `core_read!`.
    pub struct trace_event_raw_sys_exit {
        /// Everywhere.
        pub id: isize,
        /// Everywhere.
        pub ret: isize,
    }

    /// The kernel's `struct xdp_md`: everywhere. A program's context: load its fields with `core_load!`.
    pub struct xdp_md {
        /// Everywhere.
        pub data: u32,
        /// Everywhere.
        pub data_end: u32,
        /// Everywhere.
        pub data_meta: u32,
        /// Everywhere.
        pub ingress_ifindex: u32,
        /// Everywhere.
        pub rx_queue_index: u32,
        /// Everywhere.
        pub egress_ifindex: u32,
    }

    /// The kernel's `struct __sk_buff`: everywhere. A program's context: load its fields with `core_load!`.
    pub struct __sk_buff {
        /// Everywhere.
        pub len: u32,
        /// Everywhere.
        pub pkt_type: u32,
        /// Everywhere.
        pub mark: u32,
        /// Everywhere.
        pub queue_mapping: u32,
        /// Everywhere.
        pub protocol: u32,
        /// Everywhere.
        pub vlan_present: u32,
        /// Everywhere.
        pub vlan_tci: u32,
        /// Everywhere.
        pub priority: u32,
        /// Everywhere.
        pub ingress_ifindex: u32,
        /// Everywhere.
        pub ifindex: u32,
        /// Everywhere.
        pub tc_index: u32,
        /// Everywhere.
        pub hash: u32,
        /// Everywhere.
        pub tc_classid: u32,
        /// Everywhere.
        pub data: u32,
        /// Everywhere.
        pub data_end: u32,
        /// Everywhere.
        pub napi_id: u32,
        /// Everywhere.
        pub family: u32,
        /// Everywhere.
        pub remote_ip4: u32,
        /// Everywhere.
        pub local_ip4: u32,
        /// Everywhere.
        pub remote_port: u32,
        /// Everywhere.
        pub local_port: u32,
        /// Everywhere.
        pub data_meta: u32,
        /// Everywhere.
        pub tstamp: u64,
        /// Everywhere.
        pub wire_len: u32,
        /// Everywhere.
        pub gso_segs: u32,
        /// Everywhere.
        pub gso_size: u32,
    }

    /// The kernel's `struct bpf_sock_addr`: everywhere. A program's context: load its fields with `core_load!`.
    pub struct bpf_sock_addr {
        /// Everywhere.
        pub user_family: u32,
        /// Everywhere.
        pub user_ip4: u32,
        /// Everywhere.
        pub user_port: u32,
        /// Everywhere.
        pub family: u32,
        /// Everywhere.
        pub r#type: u32,
        /// Everywhere.
        pub protocol: u32,
        /// Everywhere.
        pub msg_src_ip4: u32,
        /// Everywhere.
        pub sk: *const bpf_sock,
    }

    /// The kernel's `struct bpf_sock`: everywhere. A program's context: load its fields with `core_load!`.
    pub struct bpf_sock {
        /// Everywhere.
        pub bound_dev_if: u32,
        /// Everywhere.
        pub family: u32,
        /// Everywhere.
        pub r#type: u32,
        /// Everywhere.
        pub protocol: u32,
        /// Everywhere.
        pub mark: u32,
        /// Everywhere.
        pub priority: u32,
        /// Everywhere.
        pub src_ip4: u32,
        /// Everywhere.
        pub src_port: u32,
        /// Everywhere.
        pub dst_ip4: u32,
        /// Everywhere.
        pub state: u32,
    }

    /// The kernel's `struct bpf_perf_event_data`: everywhere. A program's context: load its fields with `core_load!`.
    pub struct bpf_perf_event_data {
        /// Everywhere.
        pub sample_period: u64,
        /// Everywhere.
        pub addr: u64,
    }

    /// The kernel's `struct bpf_sock_ops`: everywhere. A program's context: load its fields with `core_load!`.
    pub struct bpf_sock_ops {
        /// Everywhere.
        pub op: u32,
        /// Everywhere.
        pub family: u32,
        /// Everywhere.
        pub remote_ip4: u32,
        /// Everywhere.
        pub local_ip4: u32,
        /// Everywhere.
        pub remote_port: u32,
        /// Everywhere.
        pub local_port: u32,
        /// Everywhere.
        pub snd_cwnd: u32,
        /// Everywhere.
        pub srtt_us: u32,
        /// Everywhere.
        pub state: u32,
        /// Everywhere.
        pub rtt_min: u32,
        /// Everywhere.
        pub sk: *const bpf_sock,
    }

    /// The kernel's `struct sk_msg_md`: everywhere. A program's context: load its fields with `core_load!`.
    pub struct sk_msg_md {
        /// Everywhere.
        pub data: *const c_void,
        /// Everywhere.
        pub data_end: *const c_void,
        /// Everywhere.
        pub family: u32,
        /// Everywhere.
        pub remote_ip4: u32,
        /// Everywhere.
        pub local_ip4: u32,
        /// Everywhere.
        pub remote_port: u32,
        /// Everywhere.
        pub local_port: u32,
        /// Everywhere.
        pub size: u32,
    }

    /// The kernel's `struct bpf_sysctl`: everywhere. A program's context: load its fields with `core_load!`.
    pub struct bpf_sysctl {
        /// Everywhere.
        pub write: u32,
        /// Everywhere.
        pub file_pos: u32,
    }

    /// The kernel's `struct bpf_sockopt`: everywhere. A program's context: load its fields with `core_load!`.
    pub struct bpf_sockopt {
        /// Everywhere.
        pub sk: *const bpf_sock,
        /// Everywhere.
        pub optval: *const c_void,
        /// Everywhere.
        pub optval_end: *const c_void,
        /// Everywhere.
        pub level: i32,
        /// Everywhere.
        pub optname: i32,
        /// Everywhere.
        pub optlen: i32,
        /// Everywhere.
        pub retval: i32,
    }

    /// The kernel's `struct bpf_cgroup_dev_ctx`: everywhere. A program's context: load its fields with `core_load!`.
    pub struct bpf_cgroup_dev_ctx {
        /// Everywhere.
        pub access_type: u32,
        /// Everywhere.
        pub major: u32,
        /// Everywhere.
        pub minor: u32,
    }

    /// The kernel's `struct sk_reuseport_md`: everywhere. A program's context: load its fields with `core_load!`.
    pub struct sk_reuseport_md {
        /// Everywhere.
        pub data: *const c_void,
        /// Everywhere.
        pub data_end: *const c_void,
        /// Everywhere.
        pub len: u32,
        /// Everywhere.
        pub eth_protocol: u32,
        /// Everywhere.
        pub ip_protocol: u32,
        /// Everywhere.
        pub hash: u32,
    }

    /// The kernel's `struct bpf_sk_lookup`: everywhere. A program's context: load its fields with `core_load!`.
    pub struct bpf_sk_lookup {
        /// Everywhere.
        pub sk: *const bpf_sock,
        /// Everywhere.
        pub family: u32,
        /// Everywhere.
        pub protocol: u32,
        /// Everywhere.
        pub remote_ip4: u32,
        /// Everywhere; `u16` after 5.10; `u32` on x86_64 5.10, aarch64 5.10.
        pub remote_port: usize,
        /// Everywhere.
        pub local_ip4: u32,
        /// Everywhere.
        pub local_port: u32,
        /// x86_64 6.1 to 7.3, aarch64 6.1 to 7.3, armv7 6.1 to 7.2.
        pub ingress_ifindex: u32,
    }

    /// The kernel's `atomic64_t`: everywhere.
    pub struct atomic64_t {
        /// Everywhere.
        pub counter: i64,
    }

    /// The kernel's `atomic_t`: everywhere.
    pub struct atomic_t {
        /// Everywhere.
        pub counter: i32,
    }

    /// `in6_addr_in6_u`, which is only found as a part of others: everywhere.
    pub struct in6_addr_in6_u {
        /// Everywhere.
        pub u6_addr8: [u8; 16],
        /// Everywhere.
        pub u6_addr32: [u32; 4],
    }

    /// The kernel's `kgid_t`: everywhere.
    pub struct kgid_t {
        /// Everywhere.
        pub val: u32,
    }

    /// The kernel's `kuid_t`: everywhere.
    pub struct kuid_t {
        /// Everywhere.
        pub val: u32,
    }

    /// The kernel's `possible_net_t`: everywhere.
    pub struct possible_net_t {
        /// Everywhere.
        pub net: *const net,
    }

    /// The kernel's `struct sock_cgroup_data`: everywhere.
    pub struct sock_cgroup_data {
        /// x86_64 6.1 to 7.3, aarch64 6.1 to 7.3, armv7 6.1 to 7.2.
        pub cgroup: *const cgroup,
    }
}
corewright_ebpf::kernel_enums! {
    /// The kernel's `enum bpf_map_type`: everywhere.
    pub enum bpf_map_type {
        /// Everywhere.
        BPF_MAP_TYPE_RINGBUF = 27,
    }

    /// The kernel's `enum cgroup_subsys_id`: everywhere.
    pub enum cgroup_subsys_id {
        /// Everywhere.
        cpuset_cgrp_id = 0,
        /// Everywhere.
        cpu_cgrp_id = 1,
        /// Everywhere.
        cpuacct_cgrp_id = 2,
        /// Everywhere.
        io_cgrp_id = 3,
        /// Everywhere.
        memory_cgrp_id = 4,
        /// Everywhere.
        devices_cgrp_id = 5,
        /// Everywhere.
        freezer_cgrp_id = 6,
        /// Everywhere.
        net_cls_cgrp_id = 7,
        /// Everywhere.
        perf_event_cgrp_id = 8,
        /// Everywhere.
        net_prio_cgrp_id = 9,
        /// x86_64 5.10 to 7.3, aarch64 5.10 to 7.3.
        hugetlb_cgrp_id = 10,
        /// Everywhere; 10 on armv7 5.10 to 7.2.
        pids_cgrp_id = 11,
        /// Everywhere; 11 on armv7 5.10 to 7.2.
        rdma_cgrp_id = 12,
        /// x86_64 6.1 to 7.3, aarch64 6.1 to 7.3, armv7 6.1 to 7.2; 12 on armv7 6.1 to 7.2.
        misc_cgrp_id = 13,
        /// Everywhere; 13 on x86_64 5.10, aarch64 5.10, armv7 6.1 to 7.2; 12 on armv7 5.10.
        CGROUP_SUBSYS_COUNT = 14,
    }

    /// The kernel's `enum sock_flags`: everywhere.
    pub enum sock_flags {
        /// Everywhere.
        SOCK_DONE = 1,
    }

    /// `socket_state`, which is only found as a part of others: everywhere.
    pub enum socket_state {
        /// Everywhere.
        SS_FREE = 0,
        /// Everywhere.
        SS_UNCONNECTED = 1,
        /// Everywhere.
        SS_CONNECTING = 2,
        /// Everywhere.
        SS_CONNECTED = 3,
        /// Everywhere.
        SS_DISCONNECTING = 4,
    }
}
