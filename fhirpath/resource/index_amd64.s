//go:build amd64 && !purego

#include "textflag.h"

// func scanBlocksAVX2(data *byte, blocks int, quotes, brackets, special *uint64, state *scanState)
//
// The same as scanBlocksGeneric, 64 bytes at a time.
TEXT ·scanBlocksAVX2(SB), NOSPLIT, $0-48
	MOVQ data+0(FP), SI
	MOVQ blocks+8(FP), CX
	MOVQ quotes+16(FP), DI
	MOVQ brackets+24(FP), DX
	MOVQ state+40(FP), BX
	MOVQ 0(BX), R8                      // inString
	MOVQ 8(BX), R9                      // escaped
	MOVQ special+32(FP), BX

	MOVQ $0x2222222222222222, AX        // "
	MOVQ AX, X2
	VPBROADCASTQ X2, Y2
	MOVQ $0x5c5c5c5c5c5c5c5c, AX        // backslash
	MOVQ AX, X3
	VPBROADCASTQ X3, Y3
	MOVQ $0x2020202020202020, AX        // space; also the bit that tells [ from { and ] from }
	MOVQ AX, X4
	VPBROADCASTQ X4, Y4
	MOVQ $0x7b7b7b7b7b7b7b7b, AX        // {
	MOVQ AX, X5
	VPBROADCASTQ X5, Y5
	MOVQ $0x7d7d7d7d7d7d7d7d, AX        // }
	MOVQ AX, X6
	VPBROADCASTQ X6, Y6
	MOVQ $-1, AX
	MOVQ AX, X7

block:
	VMOVDQU 0(SI), Y0
	VMOVDQU 32(SI), Y1

	VPCMPEQB Y0, Y3, Y8                 // backslashes
	VPCMPEQB Y1, Y3, Y9
	VPMOVMSKB Y8, R10
	VPMOVMSKB Y9, AX
	SHLQ $32, AX
	ORQ AX, R10

	VPCMPGTB Y0, Y4, Y8                 // bytes below space; as signed bytes these include all from 0x80 on
	VPCMPGTB Y1, Y4, Y9
	VPMOVMSKB Y8, R11
	VPMOVMSKB Y9, AX
	SHLQ $32, AX
	ORQ AX, R11
	ORQ R10, R11
	MOVQ R11, (BX)

	VPCMPEQB Y0, Y2, Y8                 // quotes
	VPCMPEQB Y1, Y2, Y9
	VPMOVMSKB Y8, R11
	VPMOVMSKB Y9, AX
	SHLQ $32, AX
	ORQ AX, R11

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

	MOVQ R10, AX
	ORQ R9, AX
	JNZ escapes

quotes:
	MOVQ R11, X8                        // a product without carries with all ones is the prefix xor
	PCLMULQDQ $0, X7, X8
	MOVQ X8, R13
	XORQ R8, R13
	MOVQ R13, R8
	SARQ $63, R8
	ANDNQ R12, R13, R12
	MOVQ R11, (DI)
	MOVQ R12, (DX)
	ADDQ $64, SI
	ADDQ $8, DI
	ADDQ $8, DX
	ADDQ $8, BX
	DECQ CX
	JNZ block

	MOVQ state+40(FP), BX
	MOVQ R8, 0(BX)
	MOVQ R9, 8(BX)
	VZEROUPPER
	RET

escapes:                                // see the function of this name
	ANDNQ R10, R9, R10
	MOVQ R10, R14
	SHLQ $1, R14
	ORQ R9, R14                         // follows
	MOVQ $0x5555555555555555, R15
	MOVQ R15, AX
	ORQ R14, AX
	NOTQ AX
	ANDQ R10, AX                        // odd
	XORQ R9, R9
	ADDQ R10, AX
	ADCQ $0, R9
	ADDQ AX, AX
	XORQ R15, AX
	ANDQ R14, AX
	ANDNQ R11, AX, R11

	MOVQ R11, X8                        // in string, as above, for backslashes outside of strings
	PCLMULQDQ $0, X7, X8
	MOVQ X8, R13
	XORQ R8, R13
	ANDNQ R10, R13, R10
	MOVQ state+40(FP), AX
	ORQ R10, 16(AX)
	JMP quotes
