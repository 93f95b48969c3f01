//go:build amd64 && !purego

#include "textflag.h"

// Of a bracket, by its low four bits, what it adds to how many are open. Of the zero bytes after the last one, nothing.
DATA steps<>+0(SB)/8, $0
DATA steps<>+8(SB)/8, $0x0000ff0001000000
GLOBL steps<>(SB), RODATA|NOPTR, $16

// The last byte of each eight.
DATA lasts<>+0(SB)/8, $0x3f372f271f170f07
GLOBL lasts<>(SB), RODATA|NOPTR, $8

// The first byte of each eight, in registers of 16 bytes.
DATA firsts<>+0(SB)/8, $0
DATA firsts<>+8(SB)/8, $0x0808080808080808
GLOBL firsts<>(SB), RODATA|NOPTR, $16

// The bytes 0, 8, 16 and so on to 56, negative: what the sums in openings have too much.
DATA excess<>+0(SB)/8, $0xc8d0d8e0e8f0f800
GLOBL excess<>(SB), RODATA|NOPTR, $8

// func collectVBMI2(structural *byte, size int, brackets *uint64, blocks int, counts *uint32, codes *byte) int
TEXT ·collectVBMI2(SB), NOSPLIT, $0-56
	MOVQ structural+0(FP), SI
	MOVQ size+8(FP), CX
	MOVQ codes+40(FP), BX
	MOVQ BX, R8
	MOVL $0x40, AX                      // the bit that tells brackets from colons and commas
	VPBROADCASTB AX, Z1

next:
	VMOVDQU8 (SI), Z0
	VPTESTMB Z1, Z0, K1
	VPCOMPRESSB.Z Z0, K1, Z0
	KMOVQ K1, AX
	VMOVDQU8 Z0, (R8)
	POPCNTQ AX, AX
	ADDQ AX, R8
	ADDQ $64, SI
	SUBQ $64, CX
	JG next

	VPXORQ Z0, Z0, Z0
	VMOVDQU8 Z0, (R8)
	SUBQ BX, R8
	MOVQ R8, ret+48(FP)

	MOVQ counts+32(FP), DI
	TESTQ DI, DI
	JZ end
	MOVQ brackets+16(FP), DX
	MOVQ blocks+24(FP), CX
	XORL R8, R8                         // brackets so far
	XORL R9, R9                         // block

count:
	MOVL R8, (DI)(R9*4)
	POPCNTQ (DX)(R9*8), AX
	ADDQ AX, R8
	INCQ R9
	CMPQ R9, CX
	JNE count

	VPBROADCASTD R8, Z0
	VMOVDQU32 Z0, (DI)(R9*4)

end:
	VZEROUPPER
	RET

// func levelsVBMI2(codes *byte, n int, levels *byte)
TEXT ·levelsVBMI2(SB), NOSPLIT, $0-24
	MOVQ codes+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ levels+16(FP), DI

	VBROADCASTI32X4 steps<>(SB), Z17
	MOVL $8, AX
	VPBROADCASTB AX, Z18                // makes a sum of eight steps positive
	VPBROADCASTQ lasts<>(SB), Z19
	VBROADCASTI32X4 firsts<>(SB), Z20
	VPMOVZXBQ excess<>(SB), Z21
	VPSHUFB Z20, Z21, Z21
	MOVL $63, AX
	VPBROADCASTB AX, Z22
	VPXORQ Z23, Z23, Z23
	VMOVDQA64 Z21, Z24                  // how many are open before, less the excess
	MOVQ $0x7f3f1f0f07030100, AX
	KMOVQ AX, K2                        // of eight sums, those before each eight bytes

more:
	VMOVDQU8 (SI), Z2
	VPSHUFB Z2, Z17, Z2
	VPMAXSB Z23, Z2, Z4                 // 1 for those that open
	VPSLLQ $8, Z2, Z3                   // sums of steps: in each eight bytes,
	VPADDB Z3, Z2, Z2
	VPSLLQ $16, Z2, Z3
	VPADDB Z3, Z2, Z2
	VPSLLQ $32, Z2, Z3
	VPADDB Z3, Z2, Z2
	VPADDB Z2, Z18, Z3                  // of the eights before,
	VPERMB.Z Z3, Z19, K2, Z3
	VPSADBW Z23, Z3, Z3
	VPSHUFB Z20, Z3, Z3
	VPADDB Z3, Z2, Z2
	VPADDB Z24, Z2, Z2                  // and of all before
	VPSUBB Z4, Z2, Z4
	VMOVDQU8 Z4, (DI)
	VPERMB Z2, Z22, Z3
	VPADDB Z3, Z21, Z24
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $64, CX
	JG more

	VZEROUPPER
	RET

// func reduceVBMI2(codes *byte, n int) int
//
// It takes pairs out of 64 brackets at a time, until there are no more than that; then a bit stands for a bracket. Each
// round takes out all pairs, so that what was around them may become pairs: as many rounds as brackets are nested.
TEXT ·reduceVBMI2(SB), NOSPLIT, $0-24
	MOVQ codes+0(FP), SI
	MOVQ n+8(FP), CX
	MOVL $64, R13                       // rounds to go, of maxOpen
	MOVL $2, AX
	VPBROADCASTB AX, Z16                // from an opening bracket to the one that closes it
	VPXORQ Z17, Z17, Z17
	VMOVDQU8 (SI), Z0
	CMPQ CX, $64
	JLE few

round:
	XORL R8, R8                         // read so far
	XORL R9, R9                         // left so far
	XORL R10, R10                       // 1 where the next bracket closes the last, otherwise 0

pairs:
	VMOVDQU8 (SI)(R8*1), Z0
	VPADDB Z0, Z16, Z1
	VPCMPEQB 1(SI)(R8*1), Z1, K1        // those that the next one closes
	KMOVQ K1, AX
	LEAQ (R10)(AX*2), R11
	ORQ AX, R11
	NOTQ R11
	KMOVQ R11, K1
	SHRQ $63, AX
	MOVQ AX, R10
	VPCOMPRESSB.Z Z0, K1, Z0
	VMOVDQU8 Z0, (SI)(R9*1)             // never after what was read, as not more is left
	POPCNTQ R11, R11
	ADDQ R11, R9
	ADDQ $64, R8
	CMPQ R8, CX
	JLT pairs

	ADDQ CX, R9                         // without the zeros after the end
	SUBQ R8, R9
	VMOVDQU8 Z17, (SI)(R9*1)
	CMPQ R9, CX
	JEQ end                             // nothing was taken out
	MOVQ R9, CX
	DECL R13
	JZ end
	CMPQ CX, $64
	JGT round
	VMOVDQU8 (SI), Z0

few:
	MOVL $4, AX
	VPBROADCASTB AX, Z1
	VPTESTMB Z1, Z0, K1
	MOVL $0x20, AX
	VPBROADCASTB AX, Z1
	VPTESTMB Z1, Z0, K2
	KMOVQ K1, DX                        // closing brackets
	KMOVQ K2, BX                        // { and }
	MOVQ $-1, AX
	BZHIQ CX, AX, AX
	ANDNQ AX, DX, CX                    // opening brackets

bits:
	MOVQ DX, R11
	SHRQ $1, R11
	ANDQ CX, R11
	MOVQ BX, R12
	SHRQ $1, R12
	XORQ BX, R12
	ANDNQ R11, R12, R11
	JZ left
	LEAQ (R11)(R11*1), R12
	ORQ R11, R12
	NOTQ R12
	PEXTQ R12, CX, CX
	PEXTQ R12, DX, DX
	PEXTQ R12, BX, BX
	DECL R13
	JNZ bits

left:
	ORQ DX, CX
	JZ end
	KMOVQ CX, K3
	KMOVQ DX, K1
	KMOVQ BX, K2
	MOVL $0x5b, AX
	VPBROADCASTB.Z AX, K3, Z0
	VPADDB Z1, Z0, K2, Z0
	VPADDB Z16, Z0, K1, Z0
	VMOVDQU8 Z0, (SI)
	POPCNTQ CX, CX

end:
	MOVQ CX, ret+16(FP)
	VZEROUPPER
	RET

// func closingVBMI2(brackets *uint64, counts *uint32, levels *byte, i int) int
TEXT ·closingVBMI2(SB), NOSPLIT, $0-40
	MOVQ brackets+0(FP), SI
	MOVQ counts+8(FP), DX
	MOVQ levels+16(FP), DI
	MOVQ i+24(FP), CX
	MOVQ CX, R9
	SHRQ $6, R9                         // block
	ANDL $63, CX
	MOVQ (SI)(R9*8), AX
	BZHIQ CX, AX, AX
	POPCNTQ AX, AX
	MOVL (DX)(R9*4), R10
	ADDQ AX, R10                        // which bracket it is
	MOVBLZX (DI)(R10*1), AX             // the processor forwards this from the store, but not a broadcast
	VPBROADCASTB AX, Z0

level:
	VPCMPEQB 1(DI)(R10*1), Z0, K1
	KMOVQ K1, AX
	ADDQ $64, R10
	TESTQ AX, AX
	JZ level
	TZCNTQ AX, AX
	LEAQ -63(R10)(AX*1), R10            // which bracket closes it

	VPBROADCASTD R10, Z1
block:
	VPCMPUD $5, (DX)(R9*4), Z1, K1      // blocks that are not after it
	KMOVW K1, AX
	ADDQ $16, R9
	CMPL AX, $0xffff
	JEQ block
	POPCNTL AX, AX
	LEAQ -17(R9)(AX*1), R9

	SUBL (DX)(R9*4), R10
	MOVL $1, AX
	SHLXQ R10, AX, AX
	PDEPQ (SI)(R9*8), AX, AX
	TZCNTQ AX, AX
	SHLQ $6, R9
	LEAQ 1(R9)(AX*1), AX
	MOVQ AX, ret+32(FP)
	VZEROUPPER
	RET
