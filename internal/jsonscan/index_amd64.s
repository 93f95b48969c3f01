//go:build amd64 && !purego

#include "textflag.h"

// func scanAVX2(data *byte, size int, quotes, brackets, special *uint64, state *scanState)
//
// The same as scanGeneric, 64 bytes at a time. Where the last block is not whole, the last 64 bytes are put before 64
// spaces, and the block is loaded from where its own begin: there have to be that many.
//
// Getting bits out of vectors is what takes longest, so that no more are got out than have to be: all that is special at
// once, and of the structural characters those bits of theirs that tell which they are, see structure.
TEXT ·scanAVX2(SB), NOSPLIT, $128-48
	MOVQ data+0(FP), SI
	MOVQ size+8(FP), R15
	MOVQ quotes+16(FP), DI
	MOVQ brackets+24(FP), DX
	MOVQ state+40(FP), BX
	MOVQ 0(BX), R8                      // inString
	MOVQ 8(BX), R9                      // escaped
	MOVQ 56(BX), CX                     // preceding: not 0 where the last structural character was {
	MOVQ 64(BX), R14                    // and where it was a comma
	MOVQ special+32(FP), BX

	MOVL $0x22, AX                      // "
	VMOVD AX, X2
	VPBROADCASTB X2, Y2
	MOVL $0x5c, AX                      // backslash
	VMOVD AX, X3
	VPBROADCASTB X3, Y3
	MOVL $0x20, AX                      // space; also the bit that tells [ from { and ] from }
	VMOVD AX, X4
	VPBROADCASTB X4, Y4
	VBROADCASTI128 structural<>(SB), Y5
	VPCMPEQB Y7, Y7, Y7
	VPXOR X11, X11, X11                 // all that jars

	SHRQ $6, R15                        // counts up to 0: from minus the whole blocks, in bytes of the index
	LEAQ (DI)(R15*8), DI
	LEAQ (DX)(R15*8), DX
	LEAQ (BX)(R15*8), BX
	SHLQ $3, R15
	LEAQ (SI)(R15*8), SI
	NEGQ R15

next:
	VMOVDQU 0(SI)(R15*8), Y0
	VMOVDQU 32(SI)(R15*8), Y1

block:
	VPCMPEQB Y0, Y3, Y8                 // backslashes
	VPCMPEQB Y1, Y3, Y9
	VPCMPGTB Y0, Y4, Y12                // bytes below space; as signed bytes these include all from 0x80 on
	VPCMPGTB Y1, Y4, Y13
	VPOR Y8, Y12, Y12
	VPOR Y9, Y13, Y13
	VPMOVMSKB Y12, R10
	VPMOVMSKB Y13, AX
	SHLQ $32, AX
	ORQ AX, R10
	MOVQ R10, (BX)(R15*1)

	VPCMPEQB Y0, Y2, Y12                // quotes
	VPCMPEQB Y1, Y2, Y13
	VPMOVMSKB Y12, R11
	VPMOVMSKB Y13, AX
	SHLQ $32, AX
	ORQ AX, R11

	ORQ R9, R10
	JNZ special

quotes:
	MOVQ R11, (DI)(R15*1)
	VMOVQ R11, X8                       // a product without carries with all ones is the prefix xor
	VPCLMULQDQ $0, X7, X8, X8

	VPOR Y0, Y4, Y12                    // structural characters, with 0 for all others
	VPOR Y1, Y4, Y13
	VPSHUFB Y12, Y5, Y14
	VPSHUFB Y13, Y5, Y15
	VPCMPEQB Y12, Y14, Y12
	VPCMPEQB Y13, Y15, Y13
	VPAND Y12, Y0, Y0
	VPAND Y13, Y1, Y1
	VPADDB Y0, Y0, Y12                  // their bit 6
	VPADDB Y1, Y1, Y13
	VPMOVMSKB Y12, R12
	VPMOVMSKB Y13, AX
	SHLQ $32, AX
	ORQ AX, R12
	VPADDB Y12, Y12, Y12                // bit 5
	VPADDB Y13, Y13, Y13
	VPMOVMSKB Y12, R11
	VPMOVMSKB Y13, AX
	SHLQ $32, AX
	ORQ AX, R11
	VPSLLW $6, Y0, Y12                  // bit 1
	VPSLLW $6, Y1, Y13
	VPMOVMSKB Y12, R10
	VPMOVMSKB Y13, AX
	SHLQ $32, AX
	ORQ AX, R10

	VMOVQ X8, R13
	XORQ R8, R13
	MOVQ R13, R8
	SARQ $63, R8
	ANDNQ R12, R13, R12                 // brackets
	ANDNQ R11, R13, R11
	MOVQ R12, (DX)(R15*1)

	MOVQ R12, R13                       // see the function jars, here with -1 where that has 1 for what preceded
	ORQ R11, R13
	NOTQ R13                            // all that is not structural
	ANDNQ R11, R12, AX                  // colons and commas
	ANDQ R11, R12                       // { and }
	ANDNQ AX, R10, R11                  // commas
	ANDQ R10, AX                        // colons
	ANDQ R12, R10                       // {
	XORQ R10, R12                       // }
	ADDQ $-1, CX                        // sets the carry
	LEAQ (R13)(R10*1), CX
	ADCQ R10, CX                        // after {
	SBBQ R10, R10
	ANDNQ AX, CX, AX
	ANDQ R11, CX                        // commas after {
	ADDQ $-1, R14
	LEAQ (R13)(R11*1), R14
	ADCQ R11, R14                       // after a comma
	SBBQ R11, R11
	ANDNQ AX, R14, AX                   // colons after neither
	ANDQ R12, R14                       // } after a comma
	ORQ CX, AX
	ORQ R14, AX
	VMOVQ AX, X12
	VPOR X12, X11, X11
	MOVQ R10, CX
	MOVQ R11, R14

	ADDQ $8, R15
	JLT next
	JNE end

	MOVQ size+8(FP), AX                 // all whole blocks are done; is there a part of one?
	ANDL $63, AX
	JZ end
	VMOVDQU -64(SI)(AX*1), Y0
	VMOVDQU -32(SI)(AX*1), Y1
	VMOVDQU Y0, 0(SP)
	VMOVDQU Y1, 32(SP)
	VMOVDQU Y4, 64(SP)
	VMOVDQU Y4, 96(SP)
	NEGQ AX
	VMOVDQU 64(SP)(AX*1), Y0
	VMOVDQU 96(SP)(AX*1), Y1
	JMP block

end:
	MOVQ state+40(FP), BX
	MOVQ R8, 0(BX)
	MOVQ R9, 8(BX)
	VMOVQ X11, AX
	ORQ AX, 48(BX)
	NEGQ CX
	NEGQ R14
	MOVQ CX, 56(BX)
	MOVQ R14, 64(BX)
	VZEROUPPER
	RET

special:
	VPMOVMSKB Y8, R10
	VPMOVMSKB Y9, AX
	SHLQ $32, AX
	ORQ AX, R10
	MOVQ R10, AX
	ORQ R9, AX
	JZ strange
	ANDNQ R10, R9, R10                  // see the function escapes
	LEAQ (R9)(R10*2), R12               // follows
	MOVQ $0x5555555555555555, R13
	MOVQ R13, AX
	ORQ R12, AX
	ANDNQ R10, AX, AX                   // odd
	XORL R9, R9
	ADDQ R10, AX
	ADCQ $0, R9
	ADDQ AX, AX
	XORQ R13, AX
	ANDQ R12, AX
	ANDNQ R11, AX, R11

strange:                                // see the function of this name
	VMOVQ R11, X12                      // in string, as above
	VPCLMULQDQ $0, X7, X12, X12
	VMOVQ X12, R13
	XORQ R8, R13
	MOVQ state+40(FP), AX
	ANDNQ R10, R13, R10
	ORQ R10, 16(AX)
	MOVQ (BX)(R15*1), R10
	ORQ R10, 24(AX)
	VPCMPGTB Y0, Y4, Y12
	VPCMPGTB Y1, Y4, Y13
	VPMOVMSKB Y12, R10
	VPMOVMSKB Y13, AX
	SHLQ $32, AX
	ORQ AX, R10
	JZ quotes
	VPMOVMSKB Y0, R12                   // not ASCII
	VPMOVMSKB Y1, AX
	SHLQ $32, AX
	ORQ AX, R12
	MOVQ state+40(FP), AX
	ORQ R12, 40(AX)
	ANDNQ R13, R12, R12
	VBROADCASTI128 white<>(SB), Y14
	VPSHUFB Y0, Y14, Y12
	VPSHUFB Y1, Y14, Y13
	VPCMPEQB Y12, Y0, Y12
	VPCMPEQB Y13, Y1, Y13
	VPMOVMSKB Y12, AX
	ORQ AX, R13
	VPMOVMSKB Y13, AX
	SHLQ $32, AX
	ORQ AX, R13
	NOTQ R13
	ORQ R13, R12
	ANDQ R12, R10
	MOVQ state+40(FP), AX
	ORQ R10, 32(AX)
	JMP quotes

// White space that is a control character, by its low four bits. By 0 there is none: zero bytes are not equal to that.
DATA white<>+0(SB)/8, $0xff
DATA white<>+8(SB)/8, $0x00000d00000a0900
GLOBL white<>(SB), RODATA|NOPTR, $16

// A structural character by its low four bits, with a bracket as one of { and }. Of others that are equal to these in the
// bits that are compared, all are control characters.
DATA structural<>+0(SB)/8, $0
DATA structural<>+8(SB)/8, $0x00007d2c7b3a0000
GLOBL structural<>(SB), RODATA|NOPTR, $16

// func scanAVX512(data *byte, size int, quotes, brackets, special *uint64, state *scanState, codes *byte) int
//
// The same with registers of 64 bytes, but that strange is all that strangeAVX512 has to look at, where anything is. Of a
// last block that is not whole, only what there is is loaded. The structural characters outside of strings are written to
// codes one after the other, and 64 zeros after them; the result is how many there are. The one before all of them is before
// codes.
//
// Only two of the processor's ports take what has 64 bytes, and only one of them compares, shuffles, multiplies, and moves
// to vectors and masks. So that port is left alone where it can be: a byte's high bit is moved to a mask instead of comparing
// bytes with a space, or testing their bit 6; quotes come to a vector by way of the memory that they are written to anyway;
// structural characters are masked in a general register, where they are counted too. Of the codes, always 64 are written:
// a branch for the few blocks that have more than half as many costs more.
TEXT ·scanAVX512(SB), NOSPLIT, $0-64
	MOVQ data+0(FP), SI
	MOVQ size+8(FP), R15
	MOVQ quotes+16(FP), DI
	MOVQ brackets+24(FP), DX
	MOVQ state+40(FP), BX
	MOVQ 0(BX), R8                      // inString
	MOVQ 8(BX), R9                      // escaped
	MOVQ special+32(FP), BX
	MOVQ codes+48(FP), R12

	MOVL $0x22, AX                      // "
	VPBROADCASTB AX, Z2
	MOVL $0x5c, AX                      // backslash
	VPBROADCASTB AX, Z3
	MOVL $0x20, AX                      // space
	VPBROADCASTB AX, Z4
	VMOVDQU8 exact<>(SB), Z5
	VPCMPEQB X7, X7, X7
	XORL CX, CX                         // all backslashes outside of strings
	KXORQ K0, K0, K0                    // all backslashes
	VPXORQ Z9, Z9, Z9                   // all that is negative in Z8, below

	SHRQ $6, R15                        // counts up to 0: from minus the whole blocks, in bytes of the index
	LEAQ (DI)(R15*8), DI
	LEAQ (DX)(R15*8), DX
	LEAQ (BX)(R15*8), BX
	SHLQ $3, R15
	LEAQ (SI)(R15*8), SI
	NEGQ R15
	JZ part

next:
	VMOVDQU8 (SI)(R15*8), Z0

block:
	VPCMPEQB Z3, Z0, K2                 // backslashes
	VPCMPEQB Z2, Z0, K4                 // quotes
	VPSUBSB Z4, Z0, Z8                  // negative where below space, or not ASCII
	VPMOVB2M Z8, K3
	VPERMB Z5, Z0, Z6                   // structural characters
	VPCMPEQB Z6, Z0, K5
	KMOVQ K4, (DI)(R15*1)
	KMOVQ K3, (BX)(R15*1)
	VPORQ Z8, Z9, Z9

	KORTESTQ K2, K2
	JNZ escapes
	TESTQ R9, R9
	JNZ escapes

quotes:
	VMOVQ (DI)(R15*1), X8               // a product without carries with all ones is the prefix xor
	VPCLMULQDQ $0, X7, X8, X8
	VPADDB Z0, Z0, Z1                   // bit 6 tells brackets from colons and commas
	VPMOVB2M Z1, K6
	KMOVQ K5, R11
	VMOVQ X8, R13
	XORQ R8, R13
	MOVQ R13, R8
	SARQ $63, R8
	ANDNQ R11, R13, R11
	KMOVQ R11, K1
	KANDQ K1, K6, K6
	KMOVQ K6, (DX)(R15*1)
	VPCOMPRESSB.Z Z0, K1, Z1
	VMOVDQU8 Z1, (R12)
	POPCNTQ R11, R11
	ADDQ R11, R12
	ADDQ $8, R15
	JLT next
	JEQ part

end:
	MOVQ state+40(FP), BX
	MOVQ R8, 0(BX)
	MOVQ R9, 8(BX)
	ORQ CX, 16(BX)
	VPMOVB2M Z9, K7
	KMOVQ K7, R14
	MOVQ R14, 32(BX)
	KMOVQ K0, AX
	ORQ AX, R14
	ORQ R14, 24(BX)
	VPXORQ Z1, Z1, Z1
	VMOVDQU8 Z1, (R12)
	MOVQ codes+48(FP), SI
	MOVQ R12, AX
	SUBQ SI, AX
	MOVQ AX, ret+56(FP)

	VMOVDQU8 before<>(SB), Z2           // does any jar with the one before it?
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
	ORQ AX, 48(BX)
	VZEROUPPER
	RET

part:                                   // all whole blocks are done; is there a part of one?
	MOVQ size+8(FP), AX
	ANDL $63, AX
	JZ end
	MOVQ $-1, R11
	BZHIQ AX, R11, R11
	KMOVQ R11, K1
	VMOVDQA64 Z4, Z0
	VMOVDQU8 (SI), K1, Z0
	JMP block

escapes:                                // see the function of this name
	KMOVQ K2, R10
	KORQ K2, K0, K0
	ORQ R10, (BX)(R15*1)
	ANDNQ R10, R9, R10
	LEAQ (R9)(R10*2), R14               // follows
	MOVQ $0x5555555555555555, R13
	MOVQ R13, AX
	ORQ R14, AX
	ANDNQ R10, AX, AX                   // odd
	XORL R9, R9
	ADDQ R10, AX
	ADCQ $0, R9
	ADDQ AX, AX
	XORQ R13, AX
	ANDQ R14, AX
	ANDNQ (DI)(R15*1), AX, R11
	MOVQ R11, (DI)(R15*1)

	VMOVQ R11, X8                       // in string, as above, for backslashes outside of strings
	VPCLMULQDQ $0, X7, X8, X8
	VMOVQ X8, R13
	XORQ R8, R13
	ANDNQ R10, R13, R10
	ORQ R10, CX
	JMP quotes

// A structural character by its low six bits, and for others nothing that has the same.
DATA exact<>+0x00(SB)/8, $0xff
DATA exact<>+0x08(SB)/8, $0
DATA exact<>+0x10(SB)/8, $0
DATA exact<>+0x18(SB)/8, $0x00005d005b000000 // ] [
DATA exact<>+0x20(SB)/8, $0
DATA exact<>+0x28(SB)/8, $0x0000002c00000000 // ,
DATA exact<>+0x30(SB)/8, $0
DATA exact<>+0x38(SB)/8, $0x00007d007b3a0000 // } { :
GLOBL exact<>(SB), RODATA|NOPTR, $64

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

// func strangeAVX512(data *byte, size int, quotes *uint64, inString uint64, state *scanState)
TEXT ·strangeAVX512(SB), NOSPLIT, $0-40
	MOVQ data+0(FP), SI
	MOVQ size+8(FP), CX
	MOVQ quotes+16(FP), DI
	MOVQ inString+24(FP), R8
	MOVL $0x20, AX
	VPBROADCASTB AX, Z4
	VBROADCASTI32X4 white<>(SB), Z5
	VPCMPEQB X7, X7, X7
	XORL R9, R9                         // all that is strange
	KXORQ K0, K0, K0                    // all that is not ASCII

next:
	SUBQ $64, CX
	JLT part
	VMOVDQU8 (SI), Z0

block:
	VPCMPGTB Z0, Z4, K3                 // below space, or not ASCII
	VPMOVB2M Z0, K4                     // not ASCII
	VPSHUFB Z0, Z5, Z1
	VPCMPUB $4, Z1, Z0, K3, K2          // below space or not ASCII, and not white space
	KORQ K4, K0, K0
	KANDNQ K3, K4, K3
	VMOVQ (DI), X8
	VPCLMULQDQ $0, X7, X8, X8
	VMOVQ X8, R13
	XORQ R8, R13
	MOVQ R13, R8
	SARQ $63, R8
	KMOVQ K2, AX
	ANDNQ AX, R13, AX
	ORQ AX, R9
	KMOVQ K3, AX
	ANDQ R13, AX
	ORQ AX, R9
	ADDQ $64, SI
	ADDQ $8, DI
	TESTQ CX, CX
	JG next

	MOVQ state+32(FP), BX
	MOVQ R9, 32(BX)
	KMOVQ K0, 40(BX)
	VZEROUPPER
	RET

part:
	XORL R13, R13                       // the low bits of a mask, one for each byte
	BTSQ CX, R13                        // of a negative number the low six bits count: 64 less
	DECQ R13
	KMOVQ R13, K1
	VMOVDQA64 Z4, Z0
	VMOVDQU8 (SI), K1, Z0
	JMP block
