;; Late interaction's inner loop: for each token of a question, the best dot product with any token of a run of passage tokens.
;; Plain JavaScript needs ten times as long (npm run benchmark). Compiled by scripts/build-kernel.ts into late-interaction.wasm, which is committed;
;; a test holds the two together.
;;
;; question: int16 vectors, row after row, a multiple of four rows (pad with zeros)
;; passage:  int8 vectors, row after row
;; best:     receives one int32 a question row
;; size:     numbers in a vector, a multiple of eight
(module
  (memory (import "kernel" "memory") 1)

  (func $sum (param $v v128) (result i32)
    (local.set $v (i32x4.add (local.get $v) (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $v) (local.get $v))))
    (i32.add (i32x4.extract_lane 0 (local.get $v)) (i32x4.extract_lane 1 (local.get $v))))

  (func $larger (param $a i32) (param $b i32) (result i32)
    (select (local.get $a) (local.get $b) (i32.gt_s (local.get $a) (local.get $b))))

  (func (export "bestMatches")
    (param $question i32) (param $questionRows i32) (param $passage i32) (param $passageRows i32) (param $size i32) (param $best i32)
    (local $row i32) (local $at i32) (local $end i32) (local $passageEnd i32) (local $stride i32)
    (local $q0 i32) (local $q1 i32) (local $q2 i32) (local $q3 i32)
    (local $b0 i32) (local $b1 i32) (local $b2 i32) (local $b3 i32)
    (local $s0 v128) (local $s1 v128) (local $s2 v128) (local $s3 v128) (local $p v128)

    (local.set $stride (i32.shl (local.get $size) (i32.const 1)))
    (local.set $passageEnd (i32.add (local.get $passage) (i32.mul (local.get $passageRows) (local.get $size))))
    (block $questionDone
      (loop $fourRows
        (br_if $questionDone (i32.ge_s (local.get $row) (local.get $questionRows)))
        (local.set $b0 (i32.const 0x80000000))
        (local.set $b1 (i32.const 0x80000000))
        (local.set $b2 (i32.const 0x80000000))
        (local.set $b3 (i32.const 0x80000000))
        (local.set $at (local.get $passage))
        (block $passageDone
          (loop $passageRow
            (br_if $passageDone (i32.ge_u (local.get $at) (local.get $passageEnd)))
            (local.set $s0 (v128.const i32x4 0 0 0 0))
            (local.set $s1 (v128.const i32x4 0 0 0 0))
            (local.set $s2 (v128.const i32x4 0 0 0 0))
            (local.set $s3 (v128.const i32x4 0 0 0 0))
            (local.set $q0 (i32.add (local.get $question) (i32.mul (local.get $row) (local.get $stride))))
            (local.set $q1 (i32.add (local.get $q0) (local.get $stride)))
            (local.set $q2 (i32.add (local.get $q1) (local.get $stride)))
            (local.set $q3 (i32.add (local.get $q2) (local.get $stride)))
            (local.set $end (i32.add (local.get $at) (local.get $size)))
            (loop $eightNumbers
              (local.set $p (v128.load8x8_s (local.get $at)))
              (local.set $s0 (i32x4.add (local.get $s0) (i32x4.dot_i16x8_s (v128.load (local.get $q0)) (local.get $p))))
              (local.set $s1 (i32x4.add (local.get $s1) (i32x4.dot_i16x8_s (v128.load (local.get $q1)) (local.get $p))))
              (local.set $s2 (i32x4.add (local.get $s2) (i32x4.dot_i16x8_s (v128.load (local.get $q2)) (local.get $p))))
              (local.set $s3 (i32x4.add (local.get $s3) (i32x4.dot_i16x8_s (v128.load (local.get $q3)) (local.get $p))))
              (local.set $q0 (i32.add (local.get $q0) (i32.const 16)))
              (local.set $q1 (i32.add (local.get $q1) (i32.const 16)))
              (local.set $q2 (i32.add (local.get $q2) (i32.const 16)))
              (local.set $q3 (i32.add (local.get $q3) (i32.const 16)))
              (local.set $at (i32.add (local.get $at) (i32.const 8)))
              (br_if $eightNumbers (i32.lt_u (local.get $at) (local.get $end))))
            (local.set $b0 (call $larger (local.get $b0) (call $sum (local.get $s0))))
            (local.set $b1 (call $larger (local.get $b1) (call $sum (local.get $s1))))
            (local.set $b2 (call $larger (local.get $b2) (call $sum (local.get $s2))))
            (local.set $b3 (call $larger (local.get $b3) (call $sum (local.get $s3))))
            (br $passageRow)))
        (i32.store (local.get $best) (local.get $b0))
        (i32.store offset=4 (local.get $best) (local.get $b1))
        (i32.store offset=8 (local.get $best) (local.get $b2))
        (i32.store offset=12 (local.get $best) (local.get $b3))
        (local.set $best (i32.add (local.get $best) (i32.const 16)))
        (local.set $row (i32.add (local.get $row) (i32.const 4)))
        (br $fourRows)))))
