//! The numbers that GGUF gives to value types, tensor types and quantisations.

/// The value types whose names the reader needs; the numbers are the format's own.
pub(super) const I8: u32 = 1;
pub(super) const I16: u32 = 3;
pub(super) const I32: u32 = 5;
pub(super) const F32: u32 = 6;
pub(super) const BOOL: u32 = 7;
pub(super) const STRING: u32 = 8;
pub(super) const ARRAY: u32 = 9;
pub(super) const I64: u32 = 11;
pub(super) const F64: u32 = 12;

/// Bytes of a scalar value of type `kind`, or `None` for a string, an array or an unknown type.
pub(super) fn scalar(kind: u32) -> Option<usize> {
    [
        Some(1),
        Some(1),
        Some(2),
        Some(2),
        Some(4),
        Some(4),
        Some(4),
        Some(1),
        None,
        None,
        Some(8),
        Some(8),
        Some(8),
    ]
    .get(kind as usize)
    .copied()
    .flatten()
}

/// How a tensor type stores its elements: blocks of so many elements in so many bytes.
pub(super) struct Layout {
    id: u32,
    pub(super) name: &'static str,
    pub(super) block: u64,
    pub(super) bytes: u64,
}

const fn row(id: u32, name: &'static str, block: u64, bytes: u64) -> Layout {
    Layout { id, name, block, bytes }
}

/// The tensor types of ggml with their block sizes; the missing numbers are types that it has removed.
const LAYOUTS: [Layout; 35] = [
    row(0, "F32", 1, 4),
    row(1, "F16", 1, 2),
    row(2, "Q4_0", 32, 18),
    row(3, "Q4_1", 32, 20),
    row(6, "Q5_0", 32, 22),
    row(7, "Q5_1", 32, 24),
    row(8, "Q8_0", 32, 34),
    row(9, "Q8_1", 32, 36),
    row(10, "Q2_K", 256, 84),
    row(11, "Q3_K", 256, 110),
    row(12, "Q4_K", 256, 144),
    row(13, "Q5_K", 256, 176),
    row(14, "Q6_K", 256, 210),
    row(15, "Q8_K", 256, 292),
    row(16, "IQ2_XXS", 256, 66),
    row(17, "IQ2_XS", 256, 74),
    row(18, "IQ3_XXS", 256, 98),
    row(19, "IQ1_S", 256, 50),
    row(20, "IQ4_NL", 32, 18),
    row(21, "IQ3_S", 256, 110),
    row(22, "IQ2_S", 256, 82),
    row(23, "IQ4_XS", 256, 136),
    row(24, "I8", 1, 1),
    row(25, "I16", 1, 2),
    row(26, "I32", 1, 4),
    row(27, "I64", 1, 8),
    row(28, "F64", 1, 8),
    row(29, "IQ1_M", 256, 56),
    row(30, "BF16", 1, 2),
    row(34, "TQ1_0", 256, 54),
    row(35, "TQ2_0", 256, 66),
    row(39, "MXFP4", 32, 17),
    row(40, "NVFP4", 64, 36),
    row(41, "Q1_0", 128, 18),
    row(42, "Q2_0", 64, 18),
];

/// The layout of the tensor type `kind`, or `None` if ggml has no such type (any more).
pub(super) fn layout(kind: u32) -> Option<&'static Layout> {
    LAYOUTS.iter().find(|row| row.id == kind)
}

/// The names of the values of `general.file_type`.
const QUANTS: [(u64, &str); 36] = [
    (0, "F32"),
    (1, "F16"),
    (2, "Q4_0"),
    (3, "Q4_1"),
    (7, "Q8_0"),
    (8, "Q5_0"),
    (9, "Q5_1"),
    (10, "Q2_K"),
    (11, "Q3_K_S"),
    (12, "Q3_K_M"),
    (13, "Q3_K_L"),
    (14, "Q4_K_S"),
    (15, "Q4_K_M"),
    (16, "Q5_K_S"),
    (17, "Q5_K_M"),
    (18, "Q6_K"),
    (19, "IQ2_XXS"),
    (20, "IQ2_XS"),
    (21, "Q2_K_S"),
    (22, "IQ3_XS"),
    (23, "IQ3_XXS"),
    (24, "IQ1_S"),
    (25, "IQ4_NL"),
    (26, "IQ3_S"),
    (27, "IQ3_M"),
    (28, "IQ2_S"),
    (29, "IQ2_M"),
    (30, "IQ4_XS"),
    (31, "IQ1_M"),
    (32, "BF16"),
    (36, "TQ1_0"),
    (37, "TQ2_0"),
    (38, "MXFP4"),
    (39, "NVFP4"),
    (40, "Q1_0"),
    (41, "Q2_0"),
];

/// The usual name of a quantisation, from the number in `general.file_type`.
pub(super) fn quant(file: u64) -> Option<&'static str> {
    QUANTS.iter().find(|row| row.0 == file).map(|row| row.1)
}
