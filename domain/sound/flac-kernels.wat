;; The inner loops of FLAC. Each gives the bits of the TypeScript that is named above it, where the reasons stand. `npm run kernels`
;; assembles this file into flac-kernels-binary.ts.
(module
  ;; 0 remainders of a byte that 0 to 7 others follow, 512 bytes each; 4096 sums of partitions, 8 bytes each; 5120 their parameters;
  ;; 5184 coefficients of a predictor, 8 bytes each.
  ;; Encoding: 5440 how each of four signals is written: its order (-1 as it is, -2 one sample for all), zeros left out, cost and
  ;; order of partitions, and 64 parameters, in 128 bytes; from 8192 signals and from 73984 what is folded of them, in 16448 bytes
  ;; each, of which the first 64 are not theirs; 139776 the room for samples, 172544 what is written.
  ;; Decoding: 8192 what is read, 41216 and 74240 channels with 128 bytes in front, 139776 the room.
  (memory (export "memory") 4)
  (global (export "room") i32 (i32.const 139776))
  (global (export "written") i32 (i32.const 172544))
  (global (export "read") i32 (i32.const 8192))

  ;; Bits that are not written yet, the lowest of $last, and where they will be; or the next bit to read.
  (global $last (mut i64) (i64.const 0))
  (global $bits (mut i32) (i32.const 0))
  (global $to (mut i32) (i32.const 0))

  ;; flac-checksums.ts, the remainders of 16 bits.
  (start $remainders)
  (func $remainders
    (local $byte i32) (local $rest i32) (local $bit i32) (local $at i32)
    (loop $each
      (local.set $rest (i32.shl (local.get $byte) (i32.const 8)))
      (local.set $bit (i32.const 64))
      (loop $shift
        (local.set $rest (i32.and (i32.const 0xffff) (i32.xor
          (i32.shl (local.get $rest) (i32.const 1))
          (i32.mul (i32.const 0x8005) (i32.shr_u (local.get $rest) (i32.const 15))))))
        (local.set $bit (i32.sub (local.get $bit) (i32.const 1)))
        ;; After eight bits, and after those of each byte that follows.
        (if (i32.eqz (i32.and (local.get $bit) (i32.const 7))) (then
          (local.set $at (i32.add
            (i32.shl (local.get $byte) (i32.const 1))
            (i32.shl (i32.sub (i32.const 56) (local.get $bit)) (i32.const 6))))
          (i32.store16 (local.get $at) (local.get $rest))))
        (br_if $shift (local.get $bit)))
      (br_if $each (i32.lt_u (local.tee $byte (i32.add (local.get $byte) (i32.const 1))) (i32.const 256)))))

  ;; flac-checksums.ts crc16, from the first byte to the one behind the last.
  (func $crc (param $at i32) (param $end i32) (result i32)
    (local $sum i32)
    (block $eights (loop $eight
      (br_if $eights (i32.gt_u (i32.add (local.get $at) (i32.const 8)) (local.get $end)))
      (local.set $sum (i32.xor
        (i32.xor
          (i32.xor
            (call $remainder (i32.const 3584) (i32.xor (i32.shr_u (local.get $sum) (i32.const 8)) (i32.load8_u (local.get $at))))
            (call $remainder (i32.const 3072)
              (i32.xor (i32.and (local.get $sum) (i32.const 255)) (i32.load8_u offset=1 (local.get $at)))))
          (i32.xor
            (call $remainder (i32.const 2560) (i32.load8_u offset=2 (local.get $at)))
            (call $remainder (i32.const 2048) (i32.load8_u offset=3 (local.get $at)))))
        (i32.xor
          (i32.xor
            (call $remainder (i32.const 1536) (i32.load8_u offset=4 (local.get $at)))
            (call $remainder (i32.const 1024) (i32.load8_u offset=5 (local.get $at))))
          (i32.xor
            (call $remainder (i32.const 512) (i32.load8_u offset=6 (local.get $at)))
            (call $remainder (i32.const 0) (i32.load8_u offset=7 (local.get $at)))))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br $eight)))
    (block $done (loop $one
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (local.set $sum (i32.xor
        (i32.and (i32.shl (local.get $sum) (i32.const 8)) (i32.const 0xffff))
        (call $remainder (i32.const 0) (i32.xor (i32.shr_u (local.get $sum) (i32.const 8)) (i32.load8_u (local.get $at))))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br $one)))
    (local.get $sum))

  (func $remainder (param $table i32) (param $byte i32) (result i32)
    (i32.load16_u (i32.add (local.get $table) (i32.shl (local.get $byte) (i32.const 1)))))

  ;; Where the plan, the samples and what is folded of a signal lie.
  (func $plan (param $signal i32) (result i32)
    (i32.add (i32.const 5440) (i32.shl (local.get $signal) (i32.const 7))))
  (func $samples (param $signal i32) (result i32)
    (i32.add (i32.const 8256) (i32.mul (local.get $signal) (i32.const 16448))))
  (func $folded (param $signal i32) (result i32)
    (i32.add (i32.const 74048) (i32.mul (local.get $signal) (i32.const 16448))))

  ;; flac-encoder.ts integerOf, of four samples.
  (func $integers (param $at i32) (result v128)
    (i32x4.trunc_sat_f32x4_s (f32x4.min
      (f32x4.nearest (f32x4.mul (v128.load (local.get $at)) (f32x4.splat (f32.const 8388608))))
      (f32x4.splat (f32.const 8388607)))))
  (func $clipped (param $whole v128) (result v128)
    (i32x4.max_s (local.get $whole) (i32x4.splat (i32.const -8388608))))

  ;; flac-frame-writer.ts planChannels, of a whole block in the room: the code of how its channels are written.
  (func (export "plan") (param $channels i32) (result i32)
    (local $at i32) (local $from i32) (local $left v128) (local $right v128) (local $code i32)
    (local $one i32) (local $other i32) (local $side i32) (local $middle i32) (local $least i32)
    (local.set $from (i32.const 139776))
    (if (i32.eq (local.get $channels) (i32.const 1)) (then
      (loop $four
        (v128.store offset=8256 (local.get $at) (call $clipped (call $integers (local.get $from))))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (br_if $four (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (i32.const 16384))))
      (drop (call $planned (i32.const 0) (i32.const 24)))
      (return (i32.const 0))))
    (loop $four
      (local.set $left (call $clipped (call $integers (local.get $from))))
      (local.set $right (call $clipped (call $integers (i32.add (local.get $from) (i32.const 16)))))
      (local.set $from (i32.add (local.get $from) (i32.const 32)))
      (v128.store offset=8256 (local.get $at)
        (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (local.get $left) (local.get $right)))
      (v128.store offset=24704 (local.get $at)
        (local.tee $right
          (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 (local.get $left) (local.get $right))))
      (local.set $left (v128.load offset=8256 (local.get $at)))
      (v128.store offset=41152 (local.get $at) (i32x4.sub (local.get $left) (local.get $right)))
      (v128.store offset=57600 (local.get $at)
        (i32x4.shr_s (i32x4.add (local.get $left) (local.get $right)) (i32.const 1)))
      (br_if $four (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (i32.const 16384))))
    (local.set $one (call $planned (i32.const 0) (i32.const 24)))
    (local.set $other (call $planned (i32.const 1) (i32.const 24)))
    (local.set $side (call $planned (i32.const 2) (i32.const 25)))
    (local.set $middle (call $planned (i32.const 3) (i32.const 24)))
    (local.set $least (i32.add (local.get $one) (local.get $other)))
    (local.set $code (i32.const 1))
    (if (i32.lt_u (i32.add (local.get $one) (local.get $side)) (local.get $least)) (then
      (local.set $least (i32.add (local.get $one) (local.get $side)))
      (local.set $code (i32.const 8))))
    (if (i32.lt_u (i32.add (local.get $side) (local.get $other)) (local.get $least)) (then
      (local.set $least (i32.add (local.get $side) (local.get $other)))
      (local.set $code (i32.const 9))))
    (if (i32.lt_u (i32.add (local.get $middle) (local.get $side)) (local.get $least)) (then
      (local.set $code (i32.const 10))))
    (local.get $code))

  ;; flac-subframe-plan.ts planSubframe, whose cost it gives.
  (func $planned (param $signal i32) (param $bits i32) (result i32)
    (local $plan i32) (local $from i32) (local $at i32) (local $end i32) (local $first v128) (local $all v128) (local $unlike v128)
    (local $wasted i32) (local $header i32) (local $order i32) (local $cost i32)
    (local.set $plan (call $plan (local.get $signal)))
    (local.set $from (call $samples (local.get $signal)))
    (local.set $end (i32.add (local.get $from) (i32.const 16384)))
    (local.set $at (local.get $from))
    (local.set $first (v128.load32_splat (local.get $at)))
    (loop $four
      (local.set $all (v128.or (local.get $all) (v128.load (local.get $at))))
      (local.set $unlike (v128.or (local.get $unlike) (v128.xor (local.get $first) (v128.load (local.get $at)))))
      (br_if $four (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))
    (local.set $wasted (i32.and (i32.const 31) (i32.ctz (i32.or
      (i32.or (i32x4.extract_lane 0 (local.get $all)) (i32x4.extract_lane 1 (local.get $all)))
      (i32.or (i32x4.extract_lane 2 (local.get $all)) (i32x4.extract_lane 3 (local.get $all)))))))
    (if (local.get $wasted) (then
      (local.set $at (local.get $from))
      (loop $four
        (v128.store (local.get $at) (i32x4.shr_s (v128.load (local.get $at)) (local.get $wasted)))
        (br_if $four (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))))
    (local.set $bits (i32.sub (local.get $bits) (local.get $wasted)))
    (local.set $header (i32.add (i32.const 8) (local.get $wasted)))
    (i32.store offset=4 (local.get $plan) (local.get $wasted))
    (if (i32.eqz (v128.any_true (local.get $unlike))) (then
      (i32.store (local.get $plan) (i32.const -2))
      (return (i32.add (local.get $header) (local.get $bits)))))
    (local.set $order (call $bestOrder (local.get $from)))
    (call $fold (local.get $from) (call $folded (local.get $signal)) (local.get $order))
    (local.set $cost (i32.add
      (i32.add (local.get $header) (i32.mul (local.get $order) (local.get $bits)))
      (call $planRice (local.get $plan) (local.get $order))))
    (local.set $header (i32.add (local.get $header) (i32.shl (local.get $bits) (i32.const 12))))
    (if (i32.ge_u (local.get $cost) (local.get $header)) (then
      (local.set $order (i32.const -1))
      (local.set $cost (local.get $header))))
    (i32.store (local.get $plan) (local.get $order))
    (local.get $cost))

  ;; Both halves as integers of 64 bits, summed.
  (func $wide (param $four v128) (result v128)
    (i64x2.add (i64x2.extend_low_i32x4_u (local.get $four)) (i64x2.extend_high_i32x4_u (local.get $four))))
  (func $total (param $both v128) (result i64)
    (i64.add (i64x2.extract_lane 0 (local.get $both)) (i64x2.extract_lane 1 (local.get $both))))

  ;; flac-subframe-plan.ts bestOrder, of the samples from here on.
  (func $bestOrder (param $at i32) (result i32)
    (local $end i32) (local $0 v128) (local $1 v128) (local $2 v128) (local $3 v128) (local $4 v128)
    (local $sum0 v128) (local $sum1 v128) (local $sum2 v128) (local $sum3 v128) (local $sum4 v128)
    (local $least i64) (local $best i32)
    (local.set $end (i32.add (local.get $at) (i32.const 16384)))
    (local.set $at (i32.add (local.get $at) (i32.const 16)))
    (loop $four
      (local.set $0 (v128.load (local.get $at)))
      (local.set $1 (v128.load (i32.sub (local.get $at) (i32.const 4))))
      (local.set $2 (v128.load (i32.sub (local.get $at) (i32.const 8))))
      (local.set $3 (v128.load (i32.sub (local.get $at) (i32.const 12))))
      (local.set $4 (v128.load (i32.sub (local.get $at) (i32.const 16))))
      (local.set $sum0 (i64x2.add (local.get $sum0) (call $wide (i32x4.abs (local.get $0)))))
      (local.set $0 (i32x4.sub (local.get $0) (local.get $1)))
      (local.set $1 (i32x4.sub (local.get $1) (local.get $2)))
      (local.set $2 (i32x4.sub (local.get $2) (local.get $3)))
      (local.set $3 (i32x4.sub (local.get $3) (local.get $4)))
      (local.set $sum1 (i64x2.add (local.get $sum1) (call $wide (i32x4.abs (local.get $0)))))
      (local.set $0 (i32x4.sub (local.get $0) (local.get $1)))
      (local.set $1 (i32x4.sub (local.get $1) (local.get $2)))
      (local.set $2 (i32x4.sub (local.get $2) (local.get $3)))
      (local.set $sum2 (i64x2.add (local.get $sum2) (call $wide (i32x4.abs (local.get $0)))))
      (local.set $0 (i32x4.sub (local.get $0) (local.get $1)))
      (local.set $1 (i32x4.sub (local.get $1) (local.get $2)))
      (local.set $sum3 (i64x2.add (local.get $sum3) (call $wide (i32x4.abs (local.get $0)))))
      (local.set $sum4 (i64x2.add (local.get $sum4)
        (call $wide (i32x4.abs (i32x4.sub (local.get $0) (local.get $1))))))
      (br_if $four (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))
    (local.set $least (call $total (local.get $sum0)))
    (if (i64.lt_u (call $total (local.get $sum1)) (local.get $least)) (then
      (local.set $least (call $total (local.get $sum1))) (local.set $best (i32.const 1))))
    (if (i64.lt_u (call $total (local.get $sum2)) (local.get $least)) (then
      (local.set $least (call $total (local.get $sum2))) (local.set $best (i32.const 2))))
    (if (i64.lt_u (call $total (local.get $sum3)) (local.get $least)) (then
      (local.set $least (call $total (local.get $sum3))) (local.set $best (i32.const 3))))
    (if (i64.lt_u (call $total (local.get $sum4)) (local.get $least)) (then (local.set $best (i32.const 4))))
    (local.get $best))

  ;; Coefficients of the fixed predictors, those of one order in 16 bytes; they are subtracted.
  (data (i32.const 6144)
    "\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00"
    "\ff\ff\ff\ff\00\00\00\00\00\00\00\00\00\00\00\00"
    "\fe\ff\ff\ff\01\00\00\00\00\00\00\00\00\00\00\00"
    "\fd\ff\ff\ff\03\00\00\00\ff\ff\ff\ff\00\00\00\00"
    "\fc\ff\ff\ff\06\00\00\00\fc\ff\ff\ff\01\00\00\00")

  ;; flac-subframe-plan.ts foldedOf, and flac-rice.ts sumsOf for 64 partitions. 0 stands for what is written as it is.
  (func $fold (param $at i32) (param $to i32) (param $order i32)
    (local $first i32) (local $sum v128) (local $end i32) (local $sums i32) (local $row i32) (local $residual v128)
    (local $c1 v128) (local $c2 v128) (local $c3 v128) (local $c4 v128)
    (local.set $first (local.get $to))
    (local.set $sums (i32.const 4096))
    (local.set $row (i32.shl (local.get $order) (i32.const 4)))
    (local.set $c1 (v128.load32_splat offset=6144 (local.get $row)))
    (local.set $c2 (v128.load32_splat offset=6148 (local.get $row)))
    (local.set $c3 (v128.load32_splat offset=6152 (local.get $row)))
    (local.set $c4 (v128.load32_splat offset=6156 (local.get $row)))
    (loop $partition
      (local.set $end (i32.add (local.get $at) (i32.const 256)))
      (local.set $sum (v128.const i32x4 0 0 0 0))
      (loop $four
        (local.set $residual (i32x4.add
          (i32x4.add
            (v128.load (local.get $at))
            (i32x4.mul (v128.load (i32.sub (local.get $at) (i32.const 4))) (local.get $c1)))
          (i32x4.add
            (i32x4.add
              (i32x4.mul (v128.load (i32.sub (local.get $at) (i32.const 8))) (local.get $c2))
              (i32x4.mul (v128.load (i32.sub (local.get $at) (i32.const 12))) (local.get $c3)))
            (i32x4.mul (v128.load (i32.sub (local.get $at) (i32.const 16))) (local.get $c4)))))
        (local.set $residual (v128.xor
          (i32x4.shl (local.get $residual) (i32.const 1)) (i32x4.shr_s (local.get $residual) (i32.const 31))))
        (if (i32.eq (local.get $to) (local.get $first)) (then
          (local.set $residual (v128.and (local.get $residual)
            (i32x4.ge_s (v128.const i32x4 0 1 2 3) (i32x4.splat (local.get $order)))))))
        (v128.store (local.get $to) (local.get $residual))
        (local.set $sum (i64x2.add (local.get $sum) (call $wide (local.get $residual))))
        (local.set $to (i32.add (local.get $to) (i32.const 16)))
        (br_if $four (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))
      (i64.store (local.get $sums) (call $total (local.get $sum)))
      (br_if $partition (i32.lt_u (local.tee $sums (i32.add (local.get $sums) (i32.const 8))) (i32.const 4608)))))

  ;; flac-rice.ts planRice, of a block that lacks so many samples at its beginning.
  (func $planRice (param $plan i32) (param $missing i32) (result i32)
    (local $order i32) (local $cost i32) (local $least i32) (local $at i32)
    (local.set $order (i32.const 6))
    (local.set $least (i32.const -1))
    (loop $level
      (local.set $cost (call $levelCost (local.get $order) (local.get $missing)))
      (if (i32.lt_u (local.get $cost) (local.get $least)) (then
        (local.set $least (local.get $cost))
        (i32.store offset=8 (local.get $plan) (local.get $order))
        (v128.store offset=64 (local.get $plan) (v128.load offset=5120 (i32.const 0)))
        (v128.store offset=80 (local.get $plan) (v128.load offset=5136 (i32.const 0)))
        (v128.store offset=96 (local.get $plan) (v128.load offset=5152 (i32.const 0)))
        (v128.store offset=112 (local.get $plan) (v128.load offset=5168 (i32.const 0)))))
      (if (i32.eqz (local.get $order)) (then (return (local.get $least))))
      (local.set $order (i32.sub (local.get $order) (i32.const 1)))
      ;; The sums of twice as large partitions, in place.
      (local.set $at (i32.const 0))
      (loop $pair
        (i64.store offset=4096 (local.get $at) (i64.add
          (i64.load offset=4096 (i32.shl (local.get $at) (i32.const 1)))
          (i64.load offset=4104 (i32.shl (local.get $at) (i32.const 1)))))
        (br_if $pair (i32.lt_u
          (local.tee $at (i32.add (local.get $at) (i32.const 8)))
          (i32.shl (i32.const 8) (local.get $order)))))
      (br $level))
    (unreachable))

  ;; flac-rice.ts planOf, with bestParameter.
  (func $levelCost (param $order i32) (param $missing i32) (result i32)
    (local $partition i32) (local $sum i64) (local $count i64) (local $parameter i64) (local $next i64) (local $now i64)
    (local $cost i64) (local $largest i64)
    (local.set $count (i64.extend_i32_u (i32.sub (i32.shr_u (i32.const 4096) (local.get $order)) (local.get $missing))))
    (loop $each
      (local.set $sum (i64.load offset=4096 (i32.shl (local.get $partition) (i32.const 3))))
      ;; Up to here each parameter is better than the one before.
      (local.set $parameter (i64.sub (i64.sub (i64.clz (local.get $count)) (i64.clz (local.get $sum))) (i64.const 2)))
      (if (i64.lt_s (local.get $parameter) (i64.const 0)) (then (local.set $parameter (i64.const 0))))
      (if (i64.gt_s (local.get $parameter) (i64.const 30)) (then (local.set $parameter (i64.const 30))))
      (local.set $now (i64.shr_u (local.get $sum) (local.get $parameter)))
      (block $found (loop $larger
        (br_if $found (i64.eq (local.get $parameter) (i64.const 30)))
        (local.set $next (i64.shr_u (local.get $now) (i64.const 1)))
        (br_if $found (i64.ge_u (i64.add (local.get $next) (local.get $count)) (local.get $now)))
        (local.set $now (local.get $next))
        (local.set $parameter (i64.add (local.get $parameter) (i64.const 1)))
        (br $larger)))
      (i64.store8 offset=5120 (local.get $partition) (local.get $parameter))
      (if (i64.gt_u (local.get $parameter) (local.get $largest)) (then (local.set $largest (local.get $parameter))))
      (local.set $cost (i64.add (local.get $cost) (i64.add (local.get $now)
        (i64.mul (local.get $count) (i64.add (local.get $parameter) (i64.const 1))))))
      (local.set $count (i64.extend_i32_u (i32.shr_u (i32.const 4096) (local.get $order))))
      (br_if $each (i32.lt_u
        (local.tee $partition (i32.add (local.get $partition) (i32.const 1)))
        (i32.shl (i32.const 1) (local.get $order)))))
    (i32.add (i32.wrap_i64 (local.get $cost)) (i32.add (i32.const 6) (i32.mul
      (local.get $partition)
      (i32.add (i32.const 4) (i64.gt_u (local.get $largest) (i64.const 14)))))))

  ;; flac-bit-writer.ts writeBits, of at most 32.
  (func $put (param $value i64) (param $bits i32)
    (global.set $last (i64.or
      (i64.shl (global.get $last) (i64.extend_i32_u (local.get $bits)))
      (i64.and (local.get $value)
        (i64.sub (i64.shl (i64.const 1) (i64.extend_i32_u (local.get $bits))) (i64.const 1)))))
    (global.set $bits (i32.add (global.get $bits) (local.get $bits)))
    (if (i32.ge_u (global.get $bits) (i32.const 32)) (then
      (global.set $bits (i32.sub (global.get $bits) (i32.const 32)))
      (call $store (global.get $to) (i64.shr_u (global.get $last) (i64.extend_i32_u (global.get $bits))))
      (global.set $to (i32.add (global.get $to) (i32.const 4))))))

  ;; The lowest 32 bits, the most significant byte first.
  (func $store (param $to i32) (param $bits i64)
    (i32.store (local.get $to) (i32.or
      (i32.and (i32.rotl (i32.wrap_i64 (local.get $bits)) (i32.const 8)) (i32.const 0x00ff00ff))
      (i32.and (i32.rotr (i32.wrap_i64 (local.get $bits)) (i32.const 8)) (i32.const 0xff00ff00)))))

  ;; flac-frame-writer.ts flacFrame behind the header, which was written in so many bytes: the bytes of the whole frame.
  (func (export "write") (param $code i32) (param $header i32) (result i32)
    (global.set $to (i32.add (i32.const 172544) (local.get $header)))
    (global.set $bits (i32.const 0))
    (if (i32.eq (local.get $code) (i32.const 10))
      (then (call $subframe (i32.const 3) (i32.const 24)))
      (else (if (i32.eq (local.get $code) (i32.const 9))
        (then (call $subframe (i32.const 2) (i32.const 25)))
        (else (call $subframe (i32.const 0) (i32.const 24))))))
    (if (i32.eq (i32.and (local.get $code) (i32.const 0xd)) (i32.const 8))
      (then (call $subframe (i32.const 2) (i32.const 25)))
      (else (if (local.get $code) (then (call $subframe (i32.const 1) (i32.const 24))))))
    (call $put (i64.const 0) (i32.and (i32.sub (i32.const 0) (global.get $bits)) (i32.const 7)))
    (call $store (global.get $to)
      (i64.shl (global.get $last) (i64.extend_i32_u (i32.sub (i32.const 32) (global.get $bits)))))
    (global.set $to (i32.add (global.get $to) (i32.shr_u (global.get $bits) (i32.const 3))))
    (call $store (global.get $to)
      (i64.extend_i32_u (i32.shl (call $crc (i32.const 172544) (global.get $to)) (i32.const 16))))
    (i32.sub (global.get $to) (i32.const 172542)))

  ;; flac-subframe-plan.ts writeSubframe.
  (func $subframe (param $signal i32) (param $bits i32)
    (local $plan i32) (local $at i32) (local $end i32) (local $order i32) (local $wasted i32)
    (local.set $plan (call $plan (local.get $signal)))
    (local.set $order (i32.load (local.get $plan)))
    (local.set $wasted (i32.load offset=4 (local.get $plan)))
    (local.set $bits (i32.sub (local.get $bits) (local.get $wasted)))
    (call $put
      (i64.extend_i32_u (i32.or
        (i32.ne (local.get $wasted) (i32.const 0))
        (select
          (i32.add (i32.const 16) (i32.shl (local.get $order) (i32.const 1)))
          (i32.add (i32.const 4) (i32.shl (local.get $order) (i32.const 1)))
          (i32.ge_s (local.get $order) (i32.const 0)))))
      (i32.const 8))
    (call $put (i64.const 1) (local.get $wasted))
    (local.set $at (call $samples (local.get $signal)))
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $order) (i32.const 2))))
    (if (i32.eq (local.get $order) (i32.const -2))
      (then (local.set $end (i32.add (local.get $at) (i32.const 4)))))
    (if (i32.eq (local.get $order) (i32.const -1))
      (then (local.set $end (i32.add (local.get $at) (i32.const 16384)))))
    (block $done (loop $one
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (call $put (i64.load32_s (local.get $at)) (local.get $bits))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br $one)))
    (if (i32.ge_s (local.get $order) (i32.const 0))
      (then (call $writeRice (local.get $plan) (call $folded (local.get $signal)) (local.get $order)))))

  ;; flac-rice.ts writeRice.
  (func $writeRice (param $plan i32) (param $folded i32) (param $missing i32)
    (local $order i32) (local $partition i32) (local $isLong i32) (local $at i32) (local $end i32)
    (local $last i64) (local $bits i32) (local $to i32)
    (local $value i32) (local $parameter i32) (local $stop i32) (local $mask i32) (local $length i32) (local $some i32)
    (local.set $order (i32.load offset=8 (local.get $plan)))
    (loop $each
      (if (i32.gt_u (i32.load8_u offset=64 (i32.add (local.get $plan) (local.get $partition))) (i32.const 14))
        (then (local.set $isLong (i32.const 1))))
      (br_if $each (i32.lt_u
        (local.tee $partition (i32.add (local.get $partition) (i32.const 1)))
        (i32.shl (i32.const 1) (local.get $order)))))
    (call $put (i64.extend_i32_u (local.get $isLong)) (i32.const 2))
    (call $put (i64.extend_i32_u (local.get $order)) (i32.const 4))
    (local.set $partition (i32.const 0))
    (local.set $end (local.get $folded))
    (local.set $at (i32.add (local.get $folded) (i32.shl (local.get $missing) (i32.const 2))))
    (loop $each
      (local.set $parameter (i32.load8_u offset=64 (i32.add (local.get $plan) (local.get $partition))))
      (call $put (i64.extend_i32_u (local.get $parameter)) (i32.add (i32.const 4) (local.get $isLong)))
      (local.set $stop (i32.shl (i32.const 1) (local.get $parameter)))
      (local.set $mask (i32.sub (local.get $stop) (i32.const 1)))
      (local.set $end (i32.add (local.get $end) (i32.shr_u (i32.const 16384) (local.get $order))))
      (local.set $last (global.get $last))
      (local.set $bits (global.get $bits))
      (local.set $to (global.get $to))
      (loop $one
        (local.set $value (i32.load (local.get $at)))
        (local.set $length
          (i32.add (i32.add (i32.shr_u (local.get $value) (local.get $parameter)) (i32.const 1)) (local.get $parameter)))
        ;; Zeros that have no place in one go with the rest.
        (if (i32.gt_u (local.get $length) (i32.const 32)) (then
          (local.set $length (i32.sub (local.get $length) (i32.add (local.get $parameter) (i32.const 1))))
          (loop $zeros
            (local.set $some (select (local.get $length) (i32.const 32) (i32.lt_u (local.get $length) (i32.const 32))))
            (local.set $length (i32.sub (local.get $length) (local.get $some)))
            (local.set $last (i64.shl (local.get $last) (i64.extend_i32_u (local.get $some))))
            (local.set $bits (i32.add (local.get $bits) (local.get $some)))
            (if (i32.ge_u (local.get $bits) (i32.const 32)) (then
              (local.set $bits (i32.sub (local.get $bits) (i32.const 32)))
              (call $store (local.get $to) (i64.shr_u (local.get $last) (i64.extend_i32_u (local.get $bits))))
              (local.set $to (i32.add (local.get $to) (i32.const 4)))))
            (br_if $zeros (local.get $length)))
          (local.set $length (i32.add (local.get $parameter) (i32.const 1)))))
        (local.set $last (i64.or
          (i64.shl (local.get $last) (i64.extend_i32_u (local.get $length)))
          (i64.extend_i32_u (i32.or (local.get $stop) (i32.and (local.get $value) (local.get $mask))))))
        (local.set $bits (i32.add (local.get $bits) (local.get $length)))
        (if (i32.ge_u (local.get $bits) (i32.const 32)) (then
          (local.set $bits (i32.sub (local.get $bits) (i32.const 32)))
          (call $store (local.get $to) (i64.shr_u (local.get $last) (i64.extend_i32_u (local.get $bits))))
          (local.set $to (i32.add (local.get $to) (i32.const 4)))))
        (br_if $one (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end))))
      (global.set $last (local.get $last))
      (global.set $bits (local.get $bits))
      (global.set $to (local.get $to))
      (br_if $each (i32.lt_u
        (local.tee $partition (i32.add (local.get $partition) (i32.const 1)))
        (i32.shl (i32.const 1) (local.get $order))))))

  ;; The 57 bits from $bits on; what lies behind them is of no use.
  (func $ahead (result i64)
    (local $eight v128)
    (local.set $eight (v128.load64_zero offset=8192 (i32.shr_u (global.get $bits) (i32.const 3))))
    (i64.shl
      (i64x2.extract_lane 0
        (i8x16.shuffle 7 6 5 4 3 2 1 0 0 0 0 0 0 0 0 0 (local.get $eight) (local.get $eight)))
      (i64.extend_i32_u (i32.and (global.get $bits) (i32.const 7)))))

  ;; flac-bits.ts readBits, of at most 32; as an integer in two's complement.
  (func $take (param $bits i32) (result i32)
    (local $value i64)
    (local.set $value (i64.shr_u (i64.shr_u (call $ahead) (i64.const 1)) (i64.extend_i32_u (i32.sub (i32.const 63) (local.get $bits)))))
    (global.set $bits (i32.add (global.get $bits) (local.get $bits)))
    (i32.wrap_i64 (local.get $value)))
  (func $takeSigned (param $bits i32) (result i32)
    (local $rest i32)
    (local.set $rest (i32.sub (i32.const 32) (local.get $bits)))
    (i32.shr_s (i32.shl (call $take (local.get $bits)) (local.get $rest)) (local.get $rest)))

  ;; flac-decoder.ts frameAt, of a frame whose header takes so many bytes. 0 where anything is unusual or damaged, which
  ;; TypeScript then looks into, -1 where it is cut; else the bytes of the frame. At most 24 bits a sample and 4608 samples of each channel.
  (func (export "frame") (param $header i32) (param $length i32) (param $channels i32) (param $code i32) (param $width i32)
    (param $end i32) (result i32)
    (local $bytes i32)
    (global.set $bits (i32.shl (local.get $header) (i32.const 3)))
    (if (i32.eqz (call $channel (i32.const 41344) (local.get $length)
      (i32.add (local.get $width) (i32.eq (local.get $code) (i32.const 2))) (i32.shl (local.get $end) (i32.const 3))))
      (then (return (call $cut (local.get $end)))))
    (if (i32.eq (local.get $channels) (i32.const 2)) (then
      (if (i32.eqz (call $channel (i32.const 74368) (local.get $length)
        (i32.add (local.get $width) (i32.or (i32.eq (local.get $code) (i32.const 1)) (i32.eq (local.get $code) (i32.const 3))))
        (i32.shl (local.get $end) (i32.const 3))))
        (then (return (call $cut (local.get $end)))))))
    (local.set $bytes (i32.add (i32.const 2) (i32.shr_u (i32.add (global.get $bits) (i32.const 7)) (i32.const 3))))
    (if (i32.gt_u (local.get $bytes) (local.get $end)) (then (return (i32.const -1))))
    (if (call $crc (i32.const 8192) (i32.add (i32.const 8192) (local.get $bytes))) (then (return (i32.const 0))))
    (if (i32.eqz (call $interleave (local.get $length) (local.get $channels) (local.get $code) (local.get $width)))
      (then (return (i32.const 0))))
    (local.get $bytes))

  ;; -1 if more was read than there is.
  (func $cut (param $end i32) (result i32)
    (i32.sub (i32.const 0) (i32.gt_u (global.get $bits) (i32.shl (local.get $end) (i32.const 3)))))

  ;; flac-subframe.ts readSubframe. 0 where it is none that encoders write.
  (func $channel (param $room i32) (param $length i32) (param $bits i32) (param $most i32) (result i32)
    (local $type i32) (local $wasted i32) (local $order i32) (local $at i32) (local $end i32) (local $value i32)
    (local $shift i32) (local $precision i32)
    (local.set $type (call $take (i32.const 8)))
    (if (i32.ge_u (local.get $type) (i32.const 128)) (then (return (i32.const 0))))
    (if (i32.and (local.get $type) (i32.const 1)) (then
      (local.set $wasted (i32.add (i32.wrap_i64 (i64.clz (call $ahead))) (i32.const 1)))
      (if (i32.ge_u (local.get $wasted) (local.get $bits)) (then (return (i32.const 0))))
      (global.set $bits (i32.add (global.get $bits) (local.get $wasted)))
      (local.set $bits (i32.sub (local.get $bits) (local.get $wasted)))))
    (local.set $type (i32.shr_u (local.get $type) (i32.const 1)))
    (local.set $at (local.get $room))
    (local.set $end (i32.add (local.get $room) (i32.shl (local.get $length) (i32.const 2))))
    (if (i32.eqz (local.get $type)) (then
      (local.set $value (call $takeSigned (local.get $bits)))
      (loop $one
        (i32.store (local.get $at) (local.get $value))
        (br_if $one (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end)))))
    (else (if (i32.eq (local.get $type) (i32.const 1)) (then
      (local.set $value (i32.add (global.get $bits) (i32.mul (local.get $length) (local.get $bits))))
      (if (i32.gt_u (local.get $value) (local.get $most)) (then
        (global.set $bits (local.get $value))
        (return (i32.const 0))))
      (loop $one
        (i32.store (local.get $at) (call $takeSigned (local.get $bits)))
        (br_if $one (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end)))))
    (else
      (local.set $order (i32.and (local.get $type) (i32.const 7)))
      (if (i32.ge_u (local.get $type) (i32.const 32))
        (then (local.set $order (i32.sub (local.get $type) (i32.const 31))))
        (else (if (i32.or (i32.ne (i32.and (local.get $type) (i32.const 56)) (i32.const 8))
          (i32.gt_u (local.get $order) (i32.const 4))) (then (return (i32.const 0))))))
      (if (i32.gt_u (local.get $order) (local.get $length)) (then (return (i32.const 0))))
      (local.set $end (i32.add (local.get $room) (i32.shl (local.get $order) (i32.const 2))))
      (block $warm (loop $one
        (br_if $warm (i32.ge_u (local.get $at) (local.get $end)))
        (i32.store (local.get $at) (call $takeSigned (local.get $bits)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $one)))
      (if (i32.ge_u (local.get $type) (i32.const 32)) (then
        (local.set $precision (i32.add (call $take (i32.const 4)) (i32.const 1)))
        (local.set $shift (call $takeSigned (i32.const 5)))
        (if (i32.or (i32.eq (local.get $precision) (i32.const 16)) (i32.lt_s (local.get $shift) (i32.const 0)))
          (then (return (i32.const 0))))
        (local.set $at (i32.const 0))
        (loop $one
          (i64.store offset=5184 (local.get $at) (i64.extend_i32_s (call $takeSigned (local.get $precision))))
          (br_if $one (i32.lt_u
            (local.tee $at (i32.add (local.get $at) (i32.const 8)))
            (i32.shl (local.get $order) (i32.const 3)))))))
      (if (i32.eqz (call $residuals (local.get $room) (local.get $length) (local.get $order) (local.get $most)))
        (then (return (i32.const 0))))
      (if (i32.eqz (if (result i32) (i32.ge_u (local.get $type) (i32.const 32))
        (then (call $predict
          (local.get $room) (local.get $length) (local.get $order) (local.get $shift) (local.get $bits)))
        (else (call $predictFixed (local.get $room) (local.get $length) (local.get $order) (local.get $bits)))))
        (then (return (i32.const 0))))))))
    (if (local.get $wasted) (then
      (local.set $at (local.get $room))
      (local.set $end (i32.add (local.get $room) (i32.shl (local.get $length) (i32.const 2))))
      (loop $four
        (v128.store (local.get $at) (i32x4.shl (v128.load (local.get $at)) (local.get $wasted)))
        (br_if $four (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))))
    (i32.le_u (global.get $bits) (local.get $most)))

  ;; flac-residual.ts readResiduals, with readRice. 0 also where one has 30 bits or more, or too many for one look ahead.
  (func $residuals (param $room i32) (param $length i32) (param $order i32) (param $most i32) (result i32)
    (local $method i32) (local $partitions i32) (local $size i32) (local $at i32) (local $end i32) (local $last i32)
    (local $parameter i32) (local $ahead i64) (local $zeros i64) (local $k i64) (local $folded i64) (local $all i64)
    (local $taken i64) (local $both i64)
    (local $bits i32) (local $eight v128)
    (local.set $method (call $take (i32.const 2)))
    (local.set $partitions (call $take (i32.const 4)))
    (local.set $size (i32.shr_u (local.get $length) (local.get $partitions)))
    (if (i32.or
      (i32.gt_u (local.get $method) (i32.const 1))
      (i32.or
        (i32.ne (i32.shl (local.get $size) (local.get $partitions)) (local.get $length))
        (i32.lt_u (local.get $size) (local.get $order))))
      (then (return (i32.const 0))))
    (local.set $at (i32.add (local.get $room) (i32.shl (local.get $order) (i32.const 2))))
    (local.set $end (local.get $room))
    (local.set $last (i32.add (local.get $room) (i32.shl (local.get $length) (i32.const 2))))
    (loop $each
      (local.set $end (i32.add (local.get $end) (i32.shl (local.get $size) (i32.const 2))))
      (local.set $parameter (call $take (i32.add (i32.const 4) (local.get $method))))
      (if (i32.eq (local.get $parameter) (i32.sub (i32.shl (i32.const 16) (local.get $method)) (i32.const 1)))
        (then (return (i32.const 0))))
      (local.set $k (i64.extend_i32_u (local.get $parameter)))
      (local.set $bits (global.get $bits))
      (block $done (loop $one
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $eight (v128.load64_zero offset=8192 (i32.shr_u (local.get $bits) (i32.const 3))))
        (local.set $ahead (i64.shl
          (i64x2.extract_lane 0
            (i8x16.shuffle 7 6 5 4 3 2 1 0 0 0 0 0 0 0 0 0 (local.get $eight) (local.get $eight)))
          (i64.extend_i32_u (i32.and (local.get $bits) (i32.const 7)))))
        (local.set $zeros (i64.clz (local.get $ahead)))
        (local.set $taken (i64.add (i64.add (local.get $zeros) (local.get $k)) (i64.const 1)))
        (if (i64.gt_u (local.get $taken) (i64.const 57)) (then
          ;; So far at least it goes, which may be behind the end.
          (local.set $both (i64.extend_i32_u (i32.sub (i32.const 64) (i32.and (local.get $bits) (i32.const 7)))))
          (if (i64.lt_u (local.get $zeros) (local.get $both)) (then (local.set $both (local.get $zeros))))
          (if (i64.lt_u (local.get $all) (i64.const 0x40000000)) (then
            (global.set $bits (i32.add (local.get $bits)
              (i32.wrap_i64 (i64.add (i64.add (local.get $both) (local.get $k)) (i64.const 1)))))))
          (return (i32.const 0))))
        (local.set $ahead (i64.shl (i64.shl (local.get $ahead) (local.get $zeros)) (i64.const 1)))
        (local.set $folded (i64.or
          (i64.shl (local.get $zeros) (local.get $k))
          (i64.shr_u (i64.shr_u (local.get $ahead) (i64.const 1)) (i64.sub (i64.const 63) (local.get $k)))))
        (local.set $all (i64.or (local.get $all) (local.get $folded)))
        (i32.store (local.get $at) (call $unfolded (local.get $folded)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        ;; A second one is mostly in sight, too.
        (local.set $ahead (i64.shl (local.get $ahead) (local.get $k)))
        (local.set $zeros (i64.clz (local.get $ahead)))
        (local.set $both
          (i64.add (i64.add (local.get $taken) (local.get $zeros)) (i64.add (local.get $k) (i64.const 1))))
        (if (i32.and (i64.le_u (local.get $both) (i64.const 57)) (i32.lt_u (local.get $at) (local.get $end))) (then
          (local.set $taken (local.get $both))
          (local.set $folded (i64.or
            (i64.shl (local.get $zeros) (local.get $k))
            (i64.shr_u
              (i64.shr_u (i64.shl (i64.shl (local.get $ahead) (local.get $zeros)) (i64.const 1)) (i64.const 1))
              (i64.sub (i64.const 63) (local.get $k)))))
          (local.set $all (i64.or (local.get $all) (local.get $folded)))
          (i32.store (local.get $at) (call $unfolded (local.get $folded)))
          (local.set $at (i32.add (local.get $at) (i32.const 4)))))
        (local.set $bits (i32.add (local.get $bits) (i32.wrap_i64 (local.get $taken))))
        (br $one)))
      (if (i64.ge_u (local.get $all) (i64.const 0x40000000)) (then (return (i32.const 0))))
      (global.set $bits (local.get $bits))
      (if (i32.gt_u (local.get $bits) (local.get $most)) (then (return (i32.const 0))))
      (br_if $each (i32.lt_u (local.get $end) (local.get $last))))
    (i32.const 1))

  (func $unfolded (param $folded i64) (result i32)
    (i32.wrap_i64 (i64.xor
      (i64.shr_u (local.get $folded) (i64.const 1))
      (i64.sub (i64.const 0) (i64.and (local.get $folded) (i64.const 1))))))

  ;; flac-prediction.ts, by a fixed predictor. 0 where a sample has more bits.
  (func $predictFixed (param $room i32) (param $length i32) (param $order i32) (param $bits i32) (result i32)
    (local $c1 i32) (local $c2 i32) (local $c3 i32) (local $c4 i32) (local $1 i32) (local $2 i32) (local $3 i32) (local $4 i32)
    (local $at i32) (local $end i32) (local $all i32) (local $sample i32)
    (local.set $at (i32.shl (local.get $order) (i32.const 4)))
    (local.set $c1 (i32.load offset=6144 (local.get $at)))
    (local.set $c2 (i32.load offset=6148 (local.get $at)))
    (local.set $c3 (i32.load offset=6152 (local.get $at)))
    (local.set $c4 (i32.load offset=6156 (local.get $at)))
    (local.set $at (i32.add (local.get $room) (i32.shl (local.get $order) (i32.const 2))))
    (local.set $1 (i32.load (i32.sub (local.get $at) (i32.const 4))))
    (local.set $2 (i32.load (i32.sub (local.get $at) (i32.const 8))))
    (local.set $3 (i32.load (i32.sub (local.get $at) (i32.const 12))))
    (local.set $4 (i32.load (i32.sub (local.get $at) (i32.const 16))))
    (local.set $end (i32.add (local.get $room) (i32.shl (local.get $length) (i32.const 2))))
    (block $done (loop $one
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (local.set $sample (i32.sub
        (i32.sub
          (i32.load (local.get $at))
          (i32.add
            (i32.add (i32.mul (local.get $c4) (local.get $4)) (i32.mul (local.get $c3) (local.get $3)))
            (i32.mul (local.get $c2) (local.get $2))))
        (i32.mul (local.get $c1) (local.get $1))))
      (i32.store (local.get $at) (local.get $sample))
      (local.set $all (i32.or (local.get $all)
        (i32.xor (local.get $sample) (i32.shr_s (local.get $sample) (i32.const 31)))))
      (local.set $4 (local.get $3))
      (local.set $3 (local.get $2))
      (local.set $2 (local.get $1))
      (local.set $1 (local.get $sample))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br $one)))
    (i32.eqz (i32.shr_u (local.get $all) (i32.sub (local.get $bits) (i32.const 1)))))

  ;; flac-prediction.ts, by the coefficients at 5184. 0 where a sample has more bits.
  (func $predict (param $room i32) (param $length i32) (param $order i32) (param $shift i32) (param $bits i32) (result i32)
    (local $at i32) (local $end i32) (local $tap i32) (local $from i32) (local $last i32) (local $sum i64) (local $all i64)
    (local.set $at (i32.add (local.get $room) (i32.shl (local.get $order) (i32.const 2))))
    (local.set $end (i32.add (local.get $room) (i32.shl (local.get $length) (i32.const 2))))
    (local.set $last (i32.shl (local.get $order) (i32.const 3)))
    (block $done (loop $one
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (local.set $sum (i64.const 0))
      (local.set $tap (i32.const 0))
      (local.set $from (local.get $at))
      (loop $each
        (local.set $from (i32.sub (local.get $from) (i32.const 4)))
        (local.set $sum (i64.add (local.get $sum)
          (i64.mul (i64.load offset=5184 (local.get $tap)) (i64.load32_s (local.get $from)))))
        (br_if $each (i32.lt_u (local.tee $tap (i32.add (local.get $tap) (i32.const 8))) (local.get $last))))
      (local.set $sum (i64.add
        (i64.load32_s (local.get $at)) (i64.shr_s (local.get $sum) (i64.extend_i32_u (local.get $shift)))))
      (i32.store (local.get $at) (i32.wrap_i64 (local.get $sum)))
      (local.set $all (i64.or (local.get $all) (i64.xor (local.get $sum) (i64.shr_s (local.get $sum) (i64.const 63)))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br $one)))
    (i64.eqz (i64.shr_u (local.get $all) (i64.extend_i32_u (i32.sub (local.get $bits) (i32.const 1))))))

  ;; flac-channels.ts samplesOf. 0 where one may be beyond full scale.
  (func $interleave (param $length i32) (param $channels i32) (param $code i32) (param $width i32) (result i32)
    (local $at i32) (local $to i32) (local $end i32) (local $left v128) (local $right v128) (local $all v128) (local $step v128)
    (local $second i32)
    (local.set $second (select (i32.const 33024) (i32.const 0) (i32.eq (local.get $channels) (i32.const 2))))
    (local.set $step (f32x4.splat (f32.reinterpret_i32
      (i32.shl (i32.sub (i32.const 128) (local.get $width)) (i32.const 23)))))
    (local.set $at (i32.const 41344))
    (local.set $to (i32.const 139776))
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $length) (i32.const 2))))
    (loop $four
      (local.set $left (v128.load (local.get $at)))
      (local.set $right (v128.load (i32.add (local.get $at) (local.get $second))))
      (if (i32.eq (local.get $code) (i32.const 1))
        (then (local.set $right (i32x4.sub (local.get $left) (local.get $right)))))
      (if (i32.eq (local.get $code) (i32.const 2))
        (then (local.set $left (i32x4.add (local.get $left) (local.get $right)))))
      (if (i32.eq (local.get $code) (i32.const 3)) (then
        (local.set $left (i32x4.add (local.get $left)
          (i32x4.shr_s (i32x4.add (local.get $right) (i32x4.splat (i32.const 1))) (i32.const 1))))
        (local.set $right (i32x4.sub (local.get $left) (local.get $right)))))
      (local.set $all (v128.or (local.get $all) (v128.or
        (v128.xor (local.get $left) (i32x4.shr_s (local.get $left) (i32.const 31)))
        (v128.xor (local.get $right) (i32x4.shr_s (local.get $right) (i32.const 31))))))
      (local.set $left (f32x4.mul (f32x4.convert_i32x4_s (local.get $left)) (local.get $step)))
      (local.set $right (f32x4.mul (f32x4.convert_i32x4_s (local.get $right)) (local.get $step)))
      (v128.store (local.get $to)
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $left) (local.get $right)))
      (v128.store offset=16 (local.get $to)
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $left) (local.get $right)))
      (local.set $to (i32.add (local.get $to) (i32.const 32)))
      (br_if $four (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))
    (i32.eqz (v128.any_true (i32x4.shr_u (local.get $all) (i32.sub (local.get $width) (i32.const 1))))))
)
