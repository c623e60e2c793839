//! A match over an enumeration with many arms, which could become a table of jumps, and one with payloads.

use corewright_ebpf::helpers::monotonic_ns;

#[derive(Clone, Copy)]
#[repr(u8)]
enum Colour {
    Red,
    Orange,
    Yellow,
    Green,
    Cyan,
    Blue,
    Violet,
    Pink,
    Brown,
    Black,
}

const ALL: [Colour; 16] = {
    use Colour::*;
    [Red, Orange, Yellow, Green, Cyan, Blue, Violet, Pink, Brown, Black, Red, Orange, Yellow, Green, Cyan, Blue]
};

enum Shape {
    Circle(u64),
    Rectangle { width: u64, height: u64 },
    Nothing,
}

#[inline(never)]
fn weight(colour: Colour, time: u64) -> u64 {
    match colour {
        Colour::Red => time.wrapping_mul(3),
        Colour::Orange => time ^ 0x55,
        Colour::Yellow => time >> 3,
        Colour::Green => time.rotate_left(9),
        Colour::Cyan => !time,
        Colour::Blue => time.count_ones().into(),
        Colour::Violet => time | 7,
        Colour::Pink => time / 11,
        Colour::Brown => time % 13,
        Colour::Black => time.leading_zeros().into(),
    }
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn enum_match(_context: *const u8) -> i32 {
    let time = monotonic_ns();
    let shape = match time & 3 {
        0 => Shape::Circle(time),
        1 => Shape::Rectangle { width: time, height: 7 },
        _ => Shape::Nothing,
    };
    let size = match shape {
        Shape::Circle(radius) => radius.wrapping_mul(radius),
        Shape::Rectangle { width, height } => width.wrapping_mul(height),
        Shape::Nothing => 0,
    };
    weight(ALL[(time & 15) as usize], size) as i32
}
