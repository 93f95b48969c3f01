//go:build amd64 && !purego

#include "textflag.h"

// The bytes that ask for quotes, " LF , and CR, each where its low four bits lead. No byte leads to what the other places
// hold, and bytes from 0x80 on lead to zero.
DATA quotable<>+0(SB)/8, $0x00000000002200ff
DATA quotable<>+8(SB)/8, $0x00000d2c000a0000
GLOBL quotable<>(SB), RODATA|NOPTR, $16

// func putCSVAVX512(to *byte, size int, cells *row.Cell, count, left, width int, eol uint64) (done, bytes int)
//
// SI is at the cell: 0 and 8 are its text and that one's length, 16 its number, 24 its kind. R10 is the end of all cells.
// DI is where the cell goes, and R9 the last place from where on there is room for one.
// DX is how many cells the line still has. R11 is the line end, and R12 its length less one.
// BX is all ones, Z1 commas, Z2 the table above, Z4 quotes. AX, CX, R8, R13, R14, Z0, Z3, K1 and K2 are free for each cell.
//
// Of a text no byte is read but its own: K1 masks the others, and what is masked does not fault. The text is loaded into
// commas and stored with all of them, 64 bytes whatever its length: the next cells go on top of what is too much.
TEXT ·putCSVAVX512(SB), NOSPLIT, $0-72
	MOVQ to+0(FP), DI
	MOVQ size+8(FP), R9
	LEAQ -80(DI)(R9*1), R9              // fastRoom
	MOVQ cells+16(FP), SI
	MOVQ count+24(FP), R10
	SHLQ $5, R10
	ADDQ SI, R10
	MOVQ left+32(FP), DX
	MOVQ eol+48(FP), R11
	XORL R12, R12
	CMPQ R11, $0xff
	SETHI R12
	MOVQ $-1, BX
	MOVL $0x2c, AX
	VPBROADCASTB AX, Z1
	MOVL $0x22, AX
	VPBROADCASTB AX, Z4
	VBROADCASTI32X4 quotable<>(SB), Z2

cell:
	CMPQ DI, R9
	JHI done
	MOVBLZX 24(SI), AX
	TESTL AX, AX
	JNE value
	MOVB $0x2c, (DI)                    // null
	INCQ DI

next:
	ADDQ $32, SI
	DECQ DX
	JNE cell
	MOVW R11, -1(DI)                    // in place of the last comma
	ADDQ R12, DI
	MOVQ width+40(FP), DX
	CMPQ SI, R10
	JNE cell

done:
	SUBQ to+0(FP), DI
	MOVQ DI, bytes+64(FP)
	SUBQ cells+16(FP), SI
	SHRQ $5, SI
	MOVQ SI, done+56(FP)
	VZEROUPPER
	RET

value:
	SUBL $3, AX
	CMPL AX, $1
	JHI number                          // neither a decimal nor a string
	MOVQ 0(SI), R8
	MOVQ 8(SI), CX
	LEAQ -1(CX), R13
	CMPQ R13, $64
	JCC long                            // or empty
	BZHIQ CX, BX, AX                    // as many ones as the text has bytes
	KMOVQ AX, K1
	VMOVDQA64 Z1, Z0
	VMOVDQU8 (R8), K1, Z0
	VPSHUFB Z0, Z2, Z3
	VPCMPEQB Z0, Z3, K1, K2
	KORTESTQ K2, K2
	JNE quoted
	CMPB (R8), $0x20
	JEQ quoted
	CMPB (R8)(R13*1), $0x20
	JEQ quoted
	VMOVDQU8 Z0, (DI)
	ADDQ CX, DI
	MOVB $0x2c, (DI)                    // of 64 bytes none was a comma
	INCQ DI
	JMP next

quoted:
	VPCMPEQB Z4, Z0, K1, K2
	KORTESTQ K2, K2
	JNE done                            // quotes are to be doubled
	MOVB $0x22, (DI)
	VMOVDQU8 Z0, 1(DI)
	ADDQ CX, DI
	MOVW $0x2c22, 1(DI)
	ADDQ $3, DI
	JMP next

long:
	TESTQ CX, CX
	JEQ empty
	LEAQ (DI)(CX*1), AX
	CMPQ AX, R9
	JHI done
	SUBQ $64, CX                        // where the last block begins, in the one before if need be
	XORL R13, R13

block:
	VMOVDQU8 (R8)(R13*1), Z0
	VPSHUFB Z0, Z2, Z3
	VPCMPEQB Z0, Z3, K2
	VMOVDQU8 Z0, (DI)(R13*1)
	KORTESTQ K2, K2
	JNE done
	CMPQ R13, CX
	JEQ ends
	ADDQ $64, R13
	CMPQ R13, CX
	CMOVQGT CX, R13
	JMP block

ends:
	CMPB (R8), $0x20
	JEQ done
	CMPB 63(R8)(CX*1), $0x20
	JEQ done
	MOVB $0x2c, 64(DI)(CX*1)
	LEAQ 65(DI)(CX*1), DI
	JMP next

empty:
	MOVL $0x2c2222, (DI)                // "",
	ADDQ $3, DI
	JMP next

number:                                 // AX is the kind less three
	CMPL AX, $-1
	JEQ integer
	CMPL AX, $-2
	JNE done                            // neither a boolean
	MOVQ $0x2c65736c6166, R8            // false,
	MOVQ $0x2c65757274, CX              // true,
	MOVQ 16(SI), AX
	TESTQ AX, AX
	CMOVQNE CX, R8
	MOVQ R8, (DI)
	CMPQ AX, $1                         // carries for false, which is longer
	ADCQ $5, DI
	JMP next

integer:
	MOVQ 16(SI), AX
	CMPQ AX, $9999999                   // with a comma they fit a register; the negative are far above
	JHI done
	MOVQ DI, R14
	MOVL $0x2c, CX

digit:                                  // the last digit first: each moves those that were there on by a byte
	MOVL AX, R8
	MOVL $0xcccccccd, R13
	IMULQ R13, R8
	SHRQ $35, R8                        // a tenth
	LEAL (R8)(R8*4), R13
	ADDL R13, R13
	SUBL R13, AX
	SHLQ $8, CX
	LEAQ 0x30(CX)(AX*1), CX
	INCQ DI
	MOVL R8, AX
	TESTL R8, R8
	JNE digit
	MOVQ CX, (R14)
	INCQ DI
	JMP next
