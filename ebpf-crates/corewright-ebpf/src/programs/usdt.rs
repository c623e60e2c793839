//! Static probes of programs. What such a probe says about itself stands in notes of the program's file; loaders put it into two maps,
//! which are called and laid out as by libbpf's `usdt.bpf.h` (1.7), so that any loader that knows that knows these. Objects without
//! such probes don't have them.

use super::{Argument, EbpfContext, context, registers};
use crate::core_enum_value_exists;
use crate::helpers::{self, Errno, read_kernel, read_user};
use crate::maps::{Array, HashMap};

const MOST_ARGUMENTS: usize = 12;

/// Where the value of an argument is.
#[derive(Clone, Copy)]
#[repr(C)]
struct Place {
    /// The value, or what is added to the address.
    value: u64,
    kind: u8,
    reserved: u8,
    /// Where in the context the register with an index is; in the upper four bits by how much that is shifted.
    index: u16,
    unused: u16,
    /// Where in the context the register is.
    register: i16,
    is_signed: u8,
    /// How many bits of 64 are not the value's.
    shift: u8,
}

/// Kinds of places.
const CONSTANT: u8 = 0;
const REGISTER: u8 = 1;
const MEMORY: u8 = 2;

#[derive(Clone, Copy)]
#[repr(C)]
struct Probe {
    arguments: [Place; MOST_ARGUMENTS],
    cookie: u64,
    count: i16,
}

const _: () = assert!(size_of::<Place>() == 24 && size_of::<Probe>() == 304);

crate::map! {
    #[allow(non_upper_case_globals, reason = "loaders look for this name")]
    static __bpf_usdt_specs: Array<Probe, 256>;
    /// By address, for kernels that have no cookies.
    #[allow(non_upper_case_globals, reason = "loaders look for this name")]
    static __bpf_usdt_ip_to_spec_id: HashMap<i64, u32, 1024>;
}

crate::kernel_enums! {
    /// The kernel's helpers.
    enum bpf_func_id___corewright {
        BPF_FUNC_get_attach_cookie = 174,
    }
}

context! {
    /// A static probe of a program (`usdt`).
    UsdtContext {}
}

impl UsdtContext {
    /// How many arguments the probe has; 0 where it is not known.
    #[inline(always)]
    pub fn arg_count(&self) -> usize {
        // SAFETY: a value of the map, which nobody changes while the probe is attached.
        self.probe().map_or(0, |probe| unsafe { (*probe).count as usize })
    }

    /// Argument `n`, from 0: `ENOENT` where there is none, `EFAULT` where it stands in memory that is not there.
    #[inline(always)]
    pub fn arg<T: Argument>(&self, n: usize) -> Result<T, Errno> {
        if n >= MOST_ARGUMENTS || n >= self.arg_count() {
            return Err(Errno::ENOENT);
        }
        let probe = self.probe().ok_or(Errno::ENOENT)?;
        // SAFETY: as for `arg_count`.
        let place = unsafe { (&raw const (*probe).arguments[n]).read() };
        self.value(&place).map(T::from_register)
    }

    /// What it was attached with.
    #[inline(always)]
    pub fn cookie(&self) -> u64 {
        // SAFETY: as for `arg_count`.
        self.probe().map_or(0, |probe| unsafe { (*probe).cookie })
    }

    #[inline(always)]
    fn probe(&self) -> Option<*mut Probe> {
        let number = if core_enum_value_exists!(bpf_func_id___corewright, BPF_FUNC_get_attach_cookie) {
            // SAFETY: the context is this program's own. The kernel's cookie is the probe's number.
            unsafe { helpers::get_attach_cookie(self.as_ptr()) as u32 }
        } else {
            let address = registers::instruction_pointer(self.as_ptr());
            // SAFETY: as for `arg_count`.
            unsafe { *__bpf_usdt_ip_to_spec_id.get(&(address as i64))? }
        };
        __bpf_usdt_specs.get(number)
    }

    #[inline(always)]
    fn value(&self, place: &Place) -> Result<u64, Errno> {
        let value = match place.kind {
            CONSTANT => place.value,
            REGISTER => self.register(place.register)?,
            kind => {
                let mut address = self.register(place.register)?.wrapping_add(place.value);
                if kind != MEMORY {
                    let index = self.register((place.index & 0xfff) as i16)?;
                    address = address.wrapping_add(index << (place.index >> 12));
                }
                read_user(address as usize as *const u64)?
            }
        };
        let shift = place.shift & 63;
        let above = value << shift;
        Ok(if place.is_signed != 0 { (above.cast_signed() >> shift).cast_unsigned() } else { above >> shift })
    }

    /// A register of the program's. On 32-bit machines the next one stands in the upper half, where nobody looks.
    #[inline(always)]
    fn register(&self, offset: i16) -> Result<u64, Errno> {
        read_kernel(self.as_ptr().wrapping_offset(offset as isize).cast::<u64>())
    }
}
