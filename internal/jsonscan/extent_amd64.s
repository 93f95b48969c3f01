//go:build amd64 && !purego

#include "textflag.h"

// func extentAVX512(data *byte, blocks int, x *Extent) int
//
// Of a block, what is in strings is found as in scanAVX512. Then brackets are counted, and as long as there are fewer that
// close than are open before the block, that is all. Otherwise the one at which none is open is looked for: it is the n-th
// that closes, where n is how many are open before the block and are opened in it before that one. So n is at least how
// many are open before the block; with each guess there may be more that are opened before it, which is the next guess.
TEXT ·extentAVX512(SB), NOSPLIT, $0-32
	MOVQ data+0(FP), SI
	MOVQ blocks+8(FP), R15
	MOVQ x+16(FP), BX
	MOVQ 0(BX), R8                      // inString
	MOVQ 8(BX), R9                      // escaped
	MOVQ 16(BX), R12                    // open
	MOVQ 24(BX), CX                     // curly
	MOVQ 32(BX), R14                    // stray

	MOVL $0x22, AX                      // "
	VPBROADCASTB AX, Z2
	MOVL $0x5c, AX                      // backslash
	VPBROADCASTB AX, Z3
	MOVL $0x20, AX                      // the bit that tells { from [ and } from ]
	VPBROADCASTB AX, Z4
	MOVL $0x7b, AX                      // {
	VPBROADCASTB AX, Z5
	MOVL $0x7d, AX                      // }
	VPBROADCASTB AX, Z6
	VPCMPEQB X7, X7, X7

next:
	VMOVDQU8 (SI), Z0
	VPCMPEQB Z3, Z0, K2                 // backslashes
	VPCMPEQB Z2, Z0, K4                 // quotes
	VPORQ Z4, Z0, Z1
	VPCMPEQB Z5, Z1, K5                 // brackets that open
	VPCMPEQB Z6, Z1, K6                 // and that close
	VPTESTMB Z4, Z0, K3                 // curly, of these
	KMOVQ K2, R10
	KMOVQ K4, R11
	ORQ R9, R10
	JNZ escapes

quotes:
	VMOVQ R11, X8                       // a product without carries with all ones is the prefix xor
	VPCLMULQDQ $0, X7, X8, X8
	VMOVQ X8, R13
	XORQ R8, R13                        // in strings
	MOVQ R13, R8
	SARQ $63, R8
	ANDNQ R10, R13, R10
	ORQ R10, R14
	KMOVQ K5, R10
	KMOVQ K6, R11
	ANDNQ R10, R13, R10
	ANDNQ R11, R13, R11
	POPCNTQ R10, AX
	POPCNTQ R11, DX
	CMPQ DX, R12
	JGE near

count:
	ADDQ AX, R12
	SUBQ DX, R12
	KMOVQ K3, R13
	ANDQ R13, R10
	ANDQ R13, R11
	POPCNTQ R10, R10
	POPCNTQ R11, R11
	ADDQ R10, CX
	SUBQ R11, CX
	ADDQ $64, SI
	CMPQ R12, 40(BX)
	JGT end
	DECQ R15
	JNZ next

end:
	SUBQ data+0(FP), SI
	MOVQ SI, ret+24(FP)
	MOVQ R8, 0(BX)
	MOVQ R9, 8(BX)
	MOVQ R12, 16(BX)
	MOVQ CX, 24(BX)
	MOVQ R14, 32(BX)
	VZEROUPPER
	RET

near:
	MOVQ R12, DI                        // the first guess

guess:
	CMPQ DI, DX
	JGT none                            // so many do not close
	LEAQ -1(DI), R13
	MOVL $1, BX
	SHLXQ R13, BX, BX
	PDEPQ R11, BX, BX                   // this one
	LEAQ -1(BX), R13
	ANDQ R10, R13
	POPCNTQ R13, R13
	ADDQ R12, R13
	CMPQ R13, DI
	JEQ last
	MOVQ R13, DI
	JMP guess

none:
	MOVQ x+16(FP), BX
	JMP count

last:
	LEAQ -1(BX), R13                    // count up to this one
	ORQ BX, R13
	ANDQ R13, R10
	ANDQ R13, R11
	TZCNTQ BX, AX
	LEAQ 1(SI)(AX*1), SI
	KMOVQ K3, R13
	ANDQ R13, R10
	ANDQ R13, R11
	POPCNTQ R10, R10
	POPCNTQ R11, R11
	ADDQ R10, CX
	SUBQ R11, CX
	XORL R12, R12
	MOVQ x+16(FP), BX
	JMP end

escapes:                                // see the function of this name
	KMOVQ K2, R10
	ANDNQ R10, R9, R10
	LEAQ (R9)(R10*2), DX                // follows
	MOVQ $0x5555555555555555, R13
	MOVQ R13, AX
	ORQ DX, AX
	ANDNQ R10, AX, AX                   // odd
	XORL R9, R9
	ADDQ R10, AX
	ADCQ $0, R9
	ADDQ AX, AX
	XORQ R13, AX
	ANDQ DX, AX
	ANDNQ R11, AX, R11
	JMP quotes

// func extentAVX2(data *byte, blocks int, x *Extent) int
//
// The same in halves of a block.
TEXT ·extentAVX2(SB), NOSPLIT, $0-32
	MOVQ data+0(FP), SI
	MOVQ blocks+8(FP), R15
	MOVQ x+16(FP), BX
	MOVQ 0(BX), R8                      // inString
	MOVQ 8(BX), R9                      // escaped
	MOVQ 16(BX), R12                    // open
	MOVQ 24(BX), CX                     // curly
	MOVQ 32(BX), R14                    // stray

	MOVL $0x22, AX                      // "
	VMOVD AX, X2
	VPBROADCASTB X2, Y2
	MOVL $0x5c, AX                      // backslash
	VMOVD AX, X3
	VPBROADCASTB X3, Y3
	MOVL $0x20, AX                      // the bit that tells { from [ and } from ]
	VMOVD AX, X4
	VPBROADCASTB X4, Y4
	MOVL $0x7b, AX                      // {
	VMOVD AX, X5
	VPBROADCASTB X5, Y5
	MOVL $0x7d, AX                      // }
	VMOVD AX, X6
	VPBROADCASTB X6, Y6
	VPCMPEQB Y7, Y7, Y7

next:
	VMOVDQU (SI), Y0
	VMOVDQU 32(SI), Y1
	VPCMPEQB Y0, Y3, Y8                 // backslashes
	VPCMPEQB Y1, Y3, Y9
	VPMOVMSKB Y8, R10
	VPMOVMSKB Y9, AX
	SHLQ $32, AX
	ORQ AX, R10
	VPCMPEQB Y0, Y2, Y8                 // quotes
	VPCMPEQB Y1, Y2, Y9
	VPMOVMSKB Y8, R11
	VPMOVMSKB Y9, AX
	SHLQ $32, AX
	ORQ AX, R11
	MOVQ R10, AX
	ORQ R9, AX
	JNZ escapes

quotes:
	VMOVQ R11, X8
	VPCLMULQDQ $0, X7, X8, X8
	VPOR Y0, Y4, Y12
	VPOR Y1, Y4, Y13
	VPCMPEQB Y12, Y5, Y10               // brackets that open
	VPCMPEQB Y13, Y5, Y11
	VPCMPEQB Y12, Y6, Y12               // and that close
	VPCMPEQB Y13, Y6, Y13
	VPSLLW $2, Y0, Y0                   // the high bit of those that are curly
	VPSLLW $2, Y1, Y1
	VMOVQ X8, R13
	XORQ R8, R13                        // in strings
	MOVQ R13, R8
	SARQ $63, R8
	ANDNQ R10, R13, R10
	ORQ R10, R14
	VPMOVMSKB Y10, R10
	VPMOVMSKB Y11, AX
	SHLQ $32, AX
	ORQ AX, R10
	VPMOVMSKB Y12, R11
	VPMOVMSKB Y13, AX
	SHLQ $32, AX
	ORQ AX, R11
	ANDNQ R10, R13, R10
	ANDNQ R11, R13, R11
	POPCNTQ R10, AX
	POPCNTQ R11, DX
	CMPQ DX, R12
	JGE near

count:
	ADDQ AX, R12
	SUBQ DX, R12
	VPMOVMSKB Y0, R13
	VPMOVMSKB Y1, AX
	SHLQ $32, AX
	ORQ AX, R13
	ANDQ R13, R10
	ANDQ R13, R11
	POPCNTQ R10, R10
	POPCNTQ R11, R11
	ADDQ R10, CX
	SUBQ R11, CX
	ADDQ $64, SI
	CMPQ R12, 40(BX)
	JGT end
	DECQ R15
	JNZ next

end:
	SUBQ data+0(FP), SI
	MOVQ SI, ret+24(FP)
	MOVQ R8, 0(BX)
	MOVQ R9, 8(BX)
	MOVQ R12, 16(BX)
	MOVQ CX, 24(BX)
	MOVQ R14, 32(BX)
	VZEROUPPER
	RET

near:
	MOVQ R12, DI                        // the first guess

guess:
	CMPQ DI, DX
	JGT none                            // so many do not close
	LEAQ -1(DI), R13
	MOVL $1, BX
	SHLXQ R13, BX, BX
	PDEPQ R11, BX, BX                   // this one
	LEAQ -1(BX), R13
	ANDQ R10, R13
	POPCNTQ R13, R13
	ADDQ R12, R13
	CMPQ R13, DI
	JEQ last
	MOVQ R13, DI
	JMP guess

none:
	MOVQ x+16(FP), BX
	JMP count

last:
	LEAQ -1(BX), R13                    // count up to this one
	ORQ BX, R13
	ANDQ R13, R10
	ANDQ R13, R11
	TZCNTQ BX, AX
	LEAQ 1(SI)(AX*1), SI
	VPMOVMSKB Y0, R13
	VPMOVMSKB Y1, AX
	SHLQ $32, AX
	ORQ AX, R13
	ANDQ R13, R10
	ANDQ R13, R11
	POPCNTQ R10, R10
	POPCNTQ R11, R11
	ADDQ R10, CX
	SUBQ R11, CX
	XORL R12, R12
	MOVQ x+16(FP), BX
	JMP end

escapes:                                // see the function of this name
	ANDNQ R10, R9, R10
	LEAQ (R9)(R10*2), DX                // follows
	MOVQ $0x5555555555555555, R13
	MOVQ R13, AX
	ORQ DX, AX
	ANDNQ R10, AX, AX                   // odd
	XORL R9, R9
	ADDQ R10, AX
	ADCQ $0, R9
	ADDQ AX, AX
	XORQ R13, AX
	ANDQ DX, AX
	ANDNQ R11, AX, R11
	JMP quotes
