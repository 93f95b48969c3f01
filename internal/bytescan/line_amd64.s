//go:build amd64 && !purego

#include "textflag.h"

// func lineEndAVX2(data *byte, size int) int
TEXT ·lineEndAVX2(SB), NOSPLIT, $0-24
	MOVQ data+0(FP), SI
	MOVQ size+8(FP), CX
	MOVL $0x0a, AX
	VMOVD AX, X0
	VPBROADCASTB X0, Y0
	XORL DX, DX

next:
	VPCMPEQB 0(SI)(DX*1), Y0, Y1
	VPCMPEQB 32(SI)(DX*1), Y0, Y2
	VPCMPEQB 64(SI)(DX*1), Y0, Y3
	VPCMPEQB 96(SI)(DX*1), Y0, Y4
	VPOR Y1, Y2, Y5
	VPOR Y3, Y4, Y6
	VPOR Y5, Y6, Y5
	VPTEST Y5, Y5
	JNZ found
	ADDQ $128, DX
	CMPQ DX, CX
	JLT next

	MOVQ DX, ret+16(FP)
	VZEROUPPER
	RET

found:                                  // one bit for each byte, 64 at a time
	VPMOVMSKB Y1, AX
	VPMOVMSKB Y2, BX
	SHLQ $32, BX
	ORQ BX, AX
	JNZ first
	VPMOVMSKB Y3, AX
	VPMOVMSKB Y4, BX
	SHLQ $32, BX
	ORQ BX, AX
	ADDQ $64, DX

first:
	BSFQ AX, AX
	ADDQ AX, DX
	MOVQ DX, ret+16(FP)
	VZEROUPPER
	RET
