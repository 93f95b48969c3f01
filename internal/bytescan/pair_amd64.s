//go:build amd64 && !purego

#include "textflag.h"

// func indexPairAVX2(data *byte, n, distance int, a, b byte) int
//
// n is at least 32: the last places are looked at once more rather than one by one.
TEXT ·indexPairAVX2(SB), NOSPLIT, $0-40
	MOVQ data+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ distance+16(FP), DI
	VPBROADCASTB a+24(FP), Y0
	VPBROADCASTB b+25(FP), Y1
	ADDQ SI, DI            // where b is compared
	XORQ AX, AX            // the place
	LEAQ -64(CX), DX       // the last place at which 64 can be taken
	LEAQ -32(CX), R8       // the last place at which 32 can be taken
	CMPQ AX, DX
	JGT  rest

wide:
	VPCMPEQB (SI)(AX*1), Y0, Y2
	VPCMPEQB 32(SI)(AX*1), Y0, Y3
	VPCMPEQB (DI)(AX*1), Y1, Y4
	VPCMPEQB 32(DI)(AX*1), Y1, Y5
	VPAND    Y2, Y4, Y2
	VPAND    Y3, Y5, Y3
	VPOR     Y2, Y3, Y4
	VPTEST   Y4, Y4
	JNZ      foundWide
	ADDQ     $64, AX
	CMPQ     AX, DX
	JLE      wide

rest:
	CMPQ AX, CX
	JGE  none
	CMPQ AX, R8
	CMOVQGT R8, AX
	VPCMPEQB (SI)(AX*1), Y0, Y2
	VPCMPEQB (DI)(AX*1), Y1, Y4
	VPAND    Y2, Y4, Y2
	VPMOVMSKB Y2, R9
	TESTL    R9, R9
	JNZ      found
	ADDQ     $32, AX
	JMP      rest

foundWide:
	VPMOVMSKB Y2, R9
	VPMOVMSKB Y3, R10
	SHLQ $32, R10
	ORQ  R10, R9

found:
	BSFQ R9, R9
	ADDQ R9, AX
	MOVQ AX, ret+32(FP)
	VZEROUPPER
	RET

none:
	MOVQ $-1, AX
	MOVQ AX, ret+32(FP)
	VZEROUPPER
	RET
