//go:build amd64 && !purego

#include "textflag.h"

// func scanAVX2(data *byte, size int, quotes, brackets, special *uint64, state *scanState)
//
// The same as scanGeneric, 64 bytes at a time. Where the last block is not whole, the last 64 bytes are looked at once
// more, and what is known of them is shifted to where the block's own begin: there have to be that many.
TEXT ·scanAVX2(SB), NOSPLIT, $0-48
	MOVQ data+0(FP), SI
	MOVQ size+8(FP), CX
	MOVQ quotes+16(FP), DI
	MOVQ brackets+24(FP), DX
	MOVQ state+40(FP), BX
	MOVQ 0(BX), R8                      // inString
	MOVQ 8(BX), R9                      // escaped
	MOVQ special+32(FP), BX

	MOVQ $0x2222222222222222, AX        // "
	VMOVQ AX, X2
	VPBROADCASTQ X2, Y2
	MOVQ $0x5c5c5c5c5c5c5c5c, AX        // backslash
	VMOVQ AX, X3
	VPBROADCASTQ X3, Y3
	MOVQ $0x2020202020202020, AX        // space; also the bit that tells [ from { and ] from }
	VMOVQ AX, X4
	VPBROADCASTQ X4, Y4
	MOVQ $0x7b7b7b7b7b7b7b7b, AX        // {
	VMOVQ AX, X5
	VPBROADCASTQ X5, Y5
	MOVQ $0x7d7d7d7d7d7d7d7d, AX        // }
	VMOVQ AX, X6
	VPBROADCASTQ X6, Y6
	MOVQ $-1, AX
	VMOVQ AX, X7
	VPXOR X10, X10, X10                 // all that is special

next:
	XORL R15, R15                       // by how much the block is shifted
	SUBQ $64, CX
	JGE block
	MOVQ CX, R15
	NEGQ R15
	SUBQ R15, SI

block:
	VMOVDQU 0(SI), Y0
	VMOVDQU 32(SI), Y1

	VPCMPEQB Y0, Y3, Y8                 // backslashes
	VPCMPEQB Y1, Y3, Y9
	VPMOVMSKB Y8, R10
	VPMOVMSKB Y9, AX
	SHLQ $32, AX
	ORQ AX, R10
	SHRXQ R15, R10, R10

	VPCMPGTB Y0, Y4, Y8                 // bytes below space; as signed bytes these include all from 0x80 on
	VPCMPGTB Y1, Y4, Y9
	VPMOVMSKB Y8, R11
	VPMOVMSKB Y9, AX
	SHLQ $32, AX
	ORQ AX, R11
	SHRXQ R15, R11, R11
	VMOVQ R11, X11
	ORQ R10, R11
	MOVQ R11, (BX)
	VMOVQ R11, X8
	VPOR X8, X10, X10

	VPCMPEQB Y0, Y2, Y8                 // quotes
	VPCMPEQB Y1, Y2, Y9
	VPMOVMSKB Y8, R11
	VPMOVMSKB Y9, AX
	SHLQ $32, AX
	ORQ AX, R11
	SHRXQ R15, R11, R11

	VPOR Y0, Y4, Y0                     // brackets
	VPOR Y1, Y4, Y1
	VPCMPEQB Y0, Y5, Y8
	VPCMPEQB Y0, Y6, Y9
	VPOR Y8, Y9, Y8
	VPMOVMSKB Y8, R12
	VPCMPEQB Y1, Y5, Y8
	VPCMPEQB Y1, Y6, Y9
	VPOR Y8, Y9, Y8
	VPMOVMSKB Y8, AX
	SHLQ $32, AX
	ORQ AX, R12
	SHRXQ R15, R12, R12

	MOVQ R10, AX
	ORQ R9, AX
	JNZ escapes

quotes:
	VMOVQ R11, X8                        // a product without carries with all ones is the prefix xor
	VPCLMULQDQ $0, X7, X8, X8
	VMOVQ X8, R13
	XORQ R8, R13
	MOVQ R13, R8
	SARQ $63, R8
	ANDNQ R12, R13, R12
	MOVQ R11, (DI)
	MOVQ R12, (DX)
	VMOVQ X11, R11
	TESTQ R11, R11
	JNZ strange

after:
	ADDQ $64, SI
	ADDQ $8, DI
	ADDQ $8, DX
	ADDQ $8, BX
	TESTQ CX, CX
	JG next

	MOVQ state+40(FP), BX
	MOVQ R8, 0(BX)
	MOVQ R9, 8(BX)
	VMOVQ X10, 24(BX)
	VZEROUPPER
	RET

escapes:                                // see the function of this name
	ANDNQ R10, R9, R10
	MOVQ R10, R14
	SHLQ $1, R14
	ORQ R9, R14                         // follows
	MOVQ $0x5555555555555555, R13
	MOVQ R13, AX
	ORQ R14, AX
	NOTQ AX
	ANDQ R10, AX                        // odd
	XORQ R9, R9
	ADDQ R10, AX
	ADCQ $0, R9
	ADDQ AX, AX
	XORQ R13, AX
	ANDQ R14, AX
	ANDNQ R11, AX, R11

	VMOVQ R11, X8                        // in string, as above, for backslashes outside of strings
	VPCLMULQDQ $0, X7, X8, X8
	VMOVQ X8, R13
	XORQ R8, R13
	ANDNQ R10, R13, R10
	MOVQ state+40(FP), AX
	ORQ R10, 16(AX)
	JMP quotes

strange:                                // not all that is special is strange: white space outside of strings is not
	ANDQ R11, R13                       // what is in strings
	VBROADCASTI128 white<>(SB), Y9
	VMOVDQU 0(SI), Y0
	VMOVDQU 32(SI), Y1
	VPSHUFB Y0, Y9, Y8
	VPCMPEQB Y8, Y0, Y8
	VPMOVMSKB Y8, R10
	VPSHUFB Y1, Y9, Y8
	VPCMPEQB Y8, Y1, Y8
	VPMOVMSKB Y8, AX
	SHLQ $32, AX
	ORQ AX, R10
	SHRXQ R15, R10, R10
	ANDNQ R11, R10, R11
	ORQ R13, R11
	MOVQ state+40(FP), AX
	ORQ R11, 32(AX)
	JMP after

// White space that is a control character, by its low four bits. By 0 there is none: zero bytes are not equal to that. By 0 there is none: zero bytes are not equal to that.
DATA white<>+0(SB)/8, $0xff
DATA white<>+8(SB)/8, $0x00000d00000a0900
GLOBL white<>(SB), RODATA|NOPTR, $16

// A structural character by its low four bits, with a bracket as one of { and }.
DATA structural<>+0(SB)/8, $0
DATA structural<>+8(SB)/8, $0x00007d2c7b3a0000
GLOBL structural<>(SB), RODATA|NOPTR, $16

// func scanAVX512(data *byte, size int, quotes, brackets, special *uint64, state *scanState, codes *byte) *byte
//
// The same with registers of 64 bytes, but that all that may be strange is. Of a last block that is not whole, only what
// there is is loaded. The structural characters outside of strings are written to codes one after the other, and 64 zeros
// after them: end is where these begin. The one before all of them is before codes.
TEXT ·scanAVX512(SB), NOSPLIT, $0-64
	MOVQ data+0(FP), SI
	MOVQ size+8(FP), CX
	MOVQ quotes+16(FP), DI
	MOVQ brackets+24(FP), DX
	MOVQ state+40(FP), BX
	MOVQ 0(BX), R8                      // inString
	MOVQ 8(BX), R9                      // escaped
	MOVQ special+32(FP), BX

	MOVL $0x22, AX                      // "
	VPBROADCASTB AX, Z2
	MOVL $0x5c, AX                      // backslash
	VPBROADCASTB AX, Z3
	MOVL $0x20, AX                      // space; also the bit that tells [ from { and ] from }
	VPBROADCASTB AX, Z4
	VBROADCASTI32X4 structural<>(SB), Z5
	MOVQ $-1, AX
	VMOVQ AX, X7
	KXORQ K7, K7, K7                    // all control characters and what is not ASCII
	KXORQ K0, K0, K0                    // all backslashes
	MOVL $0x40, AX                      // the bit that tells brackets from colons and commas
	VPBROADCASTB AX, Z9
	MOVQ codes+48(FP), R12
	XORL R15, R15                       // block

next:
	SUBQ $64, CX
	JLT part
	VMOVDQU8 (SI), Z0

block:
	VPCMPEQB Z3, Z0, K2                 // backslashes
	VPCMPEQB Z2, Z0, K4                 // quotes
	VPORQ Z0, Z4, Z1                    // structural characters
	VPSHUFB Z1, Z5, Z6
	VPCMPEQB Z6, Z1, K5
	VPCMPGTB Z0, Z4, K3                 // below space, or not ASCII
	KMOVQ K2, R10
	KMOVQ K4, R11
	KORQ K3, K7, K7
	KORQ K2, K3, K3
	KORQ K2, K0, K0
	KMOVQ K3, (BX)(R15*8)

	MOVQ R10, AX
	ORQ R9, AX
	JNZ escapes

quotes:
	VMOVQ R11, X8
	VPCLMULQDQ $0, X7, X8, X8
	VMOVQ X8, R13
	XORQ R8, R13
	MOVQ R13, R8
	SARQ $63, R8
	KMOVQ R13, K1
	KANDNQ K5, K1, K1
	VPTESTMB Z9, Z0, K1, K4
	VPCOMPRESSB.Z Z0, K1, Z1
	KMOVQ K1, AX
	MOVQ R11, (DI)(R15*8)
	KMOVQ K4, (DX)(R15*8)
	VMOVDQU Y1, (R12)
	POPCNTQ AX, AX
	CMPQ AX, $32
	JGT many

stored:
	ADDQ AX, R12
	ADDQ $64, SI
	INCQ R15
	TESTQ CX, CX
	JG next

	MOVQ state+40(FP), BX
	MOVQ R8, 0(BX)
	MOVQ R9, 8(BX)
	KMOVQ K7, 32(BX)
	KORQ K0, K7, K7
	KMOVQ K7, 24(BX)
	VPXORQ Z1, Z1, Z1
	VMOVDQU8 Z1, (R12)
	MOVQ R12, end+56(FP)

	MOVQ codes+48(FP), SI               // does any jar with the one before it?
	VMOVDQU8 before<>(SB), Z2
	VMOVDQU8 barred<>(SB), Z3
	KXORQ K2, K2, K2

pairs:
	VMOVDQU8 -1(SI), Z0
	VMOVDQU8 (SI), Z1
	VPERMB Z2, Z0, Z0
	VPERMB Z3, Z1, Z1
	VPTESTMB Z0, Z1, K1
	KORQ K1, K2, K2
	ADDQ $64, SI
	CMPQ SI, R12
	JLT pairs

	KMOVQ K2, AX
	ORQ AX, 40(BX)
	VZEROUPPER
	RET

many:
	VMOVDQU8 Z1, (R12)
	JMP stored

part:
	XORL R13, R13                       // the low bits of a mask, one for each byte
	BTSQ CX, R13                        // of a negative number the low six bits count: 64 less
	DECQ R13
	KMOVQ R13, K1
	VMOVDQA64 Z4, Z0
	VMOVDQU8 (SI), K1, Z0
	JMP block

escapes:                                // see the function of this name
	ANDNQ R10, R9, R10
	LEAQ (R9)(R10*2), R14               // follows
	MOVQ $0x5555555555555555, R13
	MOVQ R13, AX
	ORQ R14, AX
	NOTQ AX
	ANDQ R10, AX                        // odd
	XORL R9, R9
	ADDQ R10, AX
	ADCQ $0, R9
	ADDQ AX, AX
	XORQ R13, AX
	ANDQ R14, AX
	ANDNQ R11, AX, R11

	VMOVQ R11, X8                        // in string, as above, for backslashes outside of strings
	VPCLMULQDQ $0, X7, X8, X8
	VMOVQ X8, R13
	XORQ R8, R13
	ANDNQ R10, R13, R10
	MOVQ state+40(FP), AX
	ORQ R10, 16(AX)
	JMP quotes

// A bit for each structural character, by its low six bits: of those after which something cannot come.
DATA before<>+0x00(SB)/8, $0
DATA before<>+0x08(SB)/8, $0
DATA before<>+0x10(SB)/8, $0
DATA before<>+0x18(SB)/8, $0x0000080008000000 // ] [
DATA before<>+0x20(SB)/8, $0
DATA before<>+0x28(SB)/8, $0x0000000200000000 // ,
DATA before<>+0x30(SB)/8, $0
DATA before<>+0x38(SB)/8, $0x0000080004080000 // } { :
GLOBL before<>(SB), RODATA|NOPTR, $64

// And the bits of those that each cannot come after, see mayFollow.
DATA barred<>+0x00(SB)/8, $0
DATA barred<>+0x08(SB)/8, $0
DATA barred<>+0x10(SB)/8, $0
DATA barred<>+0x18(SB)/8, $0
DATA barred<>+0x20(SB)/8, $0
DATA barred<>+0x28(SB)/8, $0x0000000400000000 // ,
DATA barred<>+0x30(SB)/8, $0
DATA barred<>+0x38(SB)/8, $0x0000020000080000 // } :
GLOBL barred<>(SB), RODATA|NOPTR, $64

// func structureAVX2(data *byte, blocks int, out *structure)
TEXT ·structureAVX2(SB), NOSPLIT, $0-24
	MOVQ data+0(FP), SI
	MOVQ blocks+8(FP), CX
	MOVQ out+16(FP), DI
	MOVQ $0x3a3a3a3a3a3a3a3a, AX        // :
	VMOVQ AX, X2
	VPBROADCASTQ X2, Y2
	MOVQ $0x2c2c2c2c2c2c2c2c, AX        // ,
	VMOVQ AX, X3
	VPBROADCASTQ X3, Y3
	MOVQ $0x7b7b7b7b7b7b7b7b, AX        // {
	VMOVQ AX, X4
	VPBROADCASTQ X4, Y4
	MOVQ $0x7d7d7d7d7d7d7d7d, AX        // }
	VMOVQ AX, X6
	VPBROADCASTQ X6, Y6

next:
	VMOVDQU 0(SI), Y0
	VMOVDQU 32(SI), Y1
	VPCMPEQB Y0, Y2, Y8
	VPCMPEQB Y1, Y2, Y9
	VPMOVMSKB Y8, R8
	VPMOVMSKB Y9, R9
	SHLQ $32, R9
	ORQ R8, R9
	MOVQ R9, 0(DI)
	VPCMPEQB Y0, Y3, Y8
	VPCMPEQB Y1, Y3, Y9
	VPMOVMSKB Y8, R8
	VPMOVMSKB Y9, R9
	SHLQ $32, R9
	ORQ R8, R9
	MOVQ R9, 8(DI)
	VPCMPEQB Y0, Y4, Y8
	VPCMPEQB Y1, Y4, Y9
	VPMOVMSKB Y8, R8
	VPMOVMSKB Y9, R9
	SHLQ $32, R9
	ORQ R8, R9
	MOVQ R9, 16(DI)
	VPCMPEQB Y0, Y6, Y8
	VPCMPEQB Y1, Y6, Y9
	VPMOVMSKB Y8, R8
	VPMOVMSKB Y9, R9
	SHLQ $32, R9
	ORQ R8, R9
	MOVQ R9, 24(DI)
	ADDQ $64, SI
	ADDQ $32, DI
	DECQ CX
	JNZ next

	VZEROUPPER
	RET

// func strangeAVX512(data *byte, size int, quotes *uint64, inString uint64) uint64
TEXT ·strangeAVX512(SB), NOSPLIT, $0-40
	MOVQ data+0(FP), SI
	MOVQ size+8(FP), CX
	MOVQ quotes+16(FP), DI
	MOVQ inString+24(FP), R8
	MOVL $0x20, AX
	VPBROADCASTB AX, Z4
	VBROADCASTI32X4 white<>(SB), Z5
	MOVQ $-1, AX
	VMOVQ AX, X7
	XORL R9, R9

next:
	SUBQ $64, CX
	JLT part
	VMOVDQU8 (SI), Z0

block:
	VPCMPGTB Z0, Z4, K3                 // below space, or not ASCII
	VPSHUFB Z0, Z5, Z1
	VPCMPUB $4, Z1, Z0, K3, K2          // and not white space
	MOVQ (DI), R11
	VMOVQ R11, X8
	VPCLMULQDQ $0, X7, X8, X8
	VMOVQ X8, R13
	XORQ R8, R13
	MOVQ R13, R8
	SARQ $63, R8
	KMOVQ K3, AX
	ANDQ AX, R13
	KMOVQ K2, AX
	ORQ AX, R13
	ORQ R13, R9
	ADDQ $64, SI
	ADDQ $8, DI
	TESTQ CX, CX
	JG next

	MOVQ R9, ret+32(FP)
	VZEROUPPER
	RET

part:
	XORL R13, R13
	BTSQ CX, R13
	DECQ R13
	KMOVQ R13, K1
	VMOVDQA64 Z4, Z0
	VMOVDQU8 (SI), K1, Z0
	JMP block
