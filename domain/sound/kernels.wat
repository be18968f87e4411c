;; The inner loops of the sound, two or four samples at a time. Each gives the bits of the TypeScript that is named above it,
;; where the reasons for the arithmetic stand. `npm run kernels` assembles this file into kernels-binary.ts.
;;
;; A frame of two 32-bit samples, left and right, becomes one vector of two doubles.
(module
  ;; 0 the interpolator's coefficients; 256 K-weighting; 512 the limiter's gain, 1536 levels and 2560 sums of its averages, 4096
  ;; gains and 36864 frames of its ring; 1024 a stretch in doubles; 53264 levels and steps of stretches; 70656 the room.
  (memory (export "memory") 3)
  ;; The 8 bytes before it stay 0. It has place for 8438 frames, and for what is read and written behind them.
  (global (export "room") i32 (i32.const 70656))
  (global (export "weighting") i32 (i32.const 256))
  ;; The mixer's sums, for which it makes the memory larger.
  (global (export "sums") i32 (i32.const 139264))

  ;; −54 212 −379 662 −1325 9089; 82 −32 57 −118 351 −6839; −394 511 −901 1562 −3005 10198; −84 −31 53 −102 277 −2578
  (data (i32.const 0)
    "\00\00\00\00\00\00\4b\c0\00\00\00\00\00\80\6a\40\00\00\00\00\00\b0\77\c0"
    "\00\00\00\00\00\b0\84\40\00\00\00\00\00\b4\94\c0\00\00\00\00\80\c0\c1\40"
    "\00\00\00\00\00\80\54\40\00\00\00\00\00\00\40\c0\00\00\00\00\00\80\4c\40"
    "\00\00\00\00\00\80\5d\c0\00\00\00\00\00\f0\75\40\00\00\00\00\00\b7\ba\c0"
    "\00\00\00\00\00\a0\78\c0\00\00\00\00\00\f0\7f\40\00\00\00\00\00\28\8c\c0"
    "\00\00\00\00\00\68\98\40\00\00\00\00\00\7a\a7\c0\00\00\00\00\00\eb\c3\40"
    "\00\00\00\00\00\00\55\c0\00\00\00\00\00\00\3f\c0\00\00\00\00\00\80\4a\40"
    "\00\00\00\00\00\80\59\c0\00\00\00\00\00\50\71\40\00\00\00\00\00\24\a4\c0")

  ;; pcm.ts quantised, in place.
  (func (export "quantise") (param $samples i32) (param $scale f32)
    (local $at i32) (local $end i32) (local $scaled v128) (local $whole v128)
    (local.set $at (i32.const 70656))
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $samples) (i32.const 2))))
    (if (i32.eqz (local.get $samples)) (then (return)))
    (loop $four
      (local.set $scaled (f32x4.mul (v128.load (local.get $at)) (f32x4.splat (local.get $scale))))
      (local.set $whole (f32x4.floor (local.get $scaled)))
      ;; Half a step up and more; adding a half first would round in 32 bits.
      (local.set $whole (f32x4.add (local.get $whole) (v128.and
        (f32x4.ge (f32x4.sub (local.get $scaled) (local.get $whole)) (f32x4.splat (f32.const 0.5)))
        (f32x4.splat (f32.const 1)))))
      (local.set $whole (f32x4.pmin (local.get $whole) (f32x4.splat (f32.const 8388607))))
      (local.set $whole (f32x4.pmax (local.get $whole) (f32x4.splat (f32.const -8388608))))
      (v128.store (local.get $at) (f32x4.mul
        (v128.and (local.get $whole) (f32x4.eq (local.get $scaled) (local.get $scaled)))
        (f32x4.splat (f32.const 0x1p-23))))
      (br_if $four (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end)))))

  ;; pcm.ts packPcm, in place: what is written never overtakes what is read.
  (func (export "pack") (param $samples i32)
    (local $at i32) (local $end i32) (local $to i32)
    (local.set $at (i32.const 70656))
    (local.set $to (i32.const 70656))
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $samples) (i32.const 2))))
    (if (i32.eqz (local.get $samples)) (then (return)))
    (loop $four
      (v128.store (local.get $to) (i8x16.shuffle 0 1 2 4 5 6 8 9 10 12 13 14 3 7 11 15
        (i32x4.trunc_sat_f32x4_s (f32x4.mul (v128.load (local.get $at)) (f32x4.splat (f32.const 8388608))))
        (v128.const i32x4 0 0 0 0)))
      (local.set $to (i32.add (local.get $to) (i32.const 12)))
      (br_if $four (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end)))))

  ;; mixer.ts add. Clipping and silencing everything has no branch, and changes only what TypeScript looks for.
  (func (export "add") (param $sums i32) (param $frames i32) (param $left f64) (param $right f64)
    (local $at i32) (local $end i32) (local $sides v128) (local $sample v128) (local $most v128) (local $least v128) (local $grid v128)
    (local $infinity v128)
    (if (i32.eqz (local.get $frames)) (then (return)))
    (local.set $at (i32.const 70656))
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $frames) (i32.const 3))))
    (local.set $sums (i32.add (i32.const 139264) (i32.shl (local.get $sums) (i32.const 3))))
    (local.set $sides (f64x2.replace_lane 1 (f64x2.splat (local.get $left)) (local.get $right)))
    (local.set $most (f64x2.splat (f64.const 128)))
    (local.set $least (f64x2.splat (f64.const -128)))
    (local.set $grid (f64x2.splat (f64.const 0x1.8p+12)))
    (local.set $infinity (f64x2.splat (f64.const inf)))
    (loop $frame
      (local.set $sample (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $at))) (local.get $sides)))
      (v128.store (local.get $sums) (f64x2.add (v128.load (local.get $sums)) (f64x2.sub (f64x2.add
        (v128.and
          (f64x2.pmax (f64x2.pmin (local.get $sample) (local.get $most)) (local.get $least))
          (f64x2.lt (f64x2.abs (local.get $sample)) (local.get $infinity)))
        (local.get $grid)) (local.get $grid))))
      (local.set $sums (i32.add (local.get $sums) (i32.const 16)))
      (br_if $frame (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $end)))))

  ;; The sums as 32-bit floats, rounded to the nearest, in place.
  (func (export "round") (param $frames i32)
    (local $from i32) (local $to i32) (local $end i32)
    (if (i32.eqz (local.get $frames)) (then (return)))
    (local.set $from (i32.const 139264))
    (local.set $to (i32.const 139264))
    (local.set $end (i32.add (local.get $to) (i32.shl (local.get $frames) (i32.const 3))))
    (loop $frame
      (v128.store64_lane 0 (local.get $to) (f32x4.demote_f64x2_zero (v128.load (local.get $from))))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (br_if $frame (i32.lt_u (local.tee $to (i32.add (local.get $to) (i32.const 8))) (local.get $end)))))

  ;; k-weighting.ts weigh. Its memory at 256: the last two values in the shelf, those in the high-pass, the peaks.
  (func (export "weigh") (param $frames i32) (param $total f64) (result f64)
    (local $at i32) (local $end i32) (local $shelf1 v128) (local $shelf2 v128) (local $pass1 v128) (local $pass2 v128)
    (local $peak v128) (local $sample v128) (local $shelf v128) (local $pass v128)
    (if (i32.eqz (local.get $frames)) (then (return (local.get $total))))
    (local.set $at (i32.const 70656))
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $frames) (i32.const 3))))
    (local.set $shelf1 (v128.load offset=256 (i32.const 0)))
    (local.set $shelf2 (v128.load offset=272 (i32.const 0)))
    (local.set $pass1 (v128.load offset=288 (i32.const 0)))
    (local.set $pass2 (v128.load offset=304 (i32.const 0)))
    (local.set $peak (v128.load offset=320 (i32.const 0)))
    (loop $frame
      (local.set $sample (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $at))))
      (local.set $sample (v128.and (local.get $sample)
        (f64x2.lt (f64x2.abs (local.get $sample)) (f64x2.splat (f64.const inf)))))
      (local.set $peak (f64x2.pmax (local.get $peak) (f64x2.abs (local.get $sample))))
      (local.set $shelf (f64x2.sub
        (f64x2.sub (local.get $sample) (f64x2.mul (f64x2.splat (f64.const 0.73248077421585)) (local.get $shelf2)))
        (f64x2.mul (f64x2.splat (f64.const -1.69065929318241)) (local.get $shelf1))))
      (local.set $sample (f64x2.add
        (f64x2.mul (f64x2.splat (f64.const 1.53512485958697)) (local.get $shelf))
        (f64x2.add
          (f64x2.mul (f64x2.splat (f64.const -2.69169618940638)) (local.get $shelf1))
          (f64x2.mul (f64x2.splat (f64.const 1.19839281085285)) (local.get $shelf2)))))
      (local.set $shelf2 (local.get $shelf1))
      (local.set $shelf1 (local.get $shelf))
      (local.set $pass (f64x2.sub
        (f64x2.sub (local.get $sample) (f64x2.mul (f64x2.splat (f64.const 0.99007225036621)) (local.get $pass2)))
        (f64x2.mul (f64x2.splat (f64.const -1.99004745483398)) (local.get $pass1))))
      (local.set $sample (f64x2.add (local.get $pass)
        (f64x2.sub (local.get $pass2) (f64x2.add (local.get $pass1) (local.get $pass1)))))
      (local.set $pass2 (local.get $pass1))
      (local.set $pass1 (local.get $pass))
      (local.set $sample (f64x2.mul (local.get $sample) (local.get $sample)))
      (local.set $total (f64.add (local.get $total)
        (f64.add (f64x2.extract_lane 0 (local.get $sample)) (f64x2.extract_lane 1 (local.get $sample)))))
      (br_if $frame (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $end))))
    (v128.store offset=256 (i32.const 0) (local.get $shelf1))
    (v128.store offset=272 (i32.const 0) (local.get $shelf2))
    (v128.store offset=288 (i32.const 0) (local.get $pass1))
    (v128.store offset=304 (i32.const 0) (local.get $pass2))
    (v128.store offset=320 (i32.const 0) (local.get $peak))
    (local.get $total))

  ;; oversampling.ts examine, for the frames from 70656 on: level and step of each stretch at 53264, 16 bytes each.
  ;; These are the largest themselves: without signs, floats are in the order of their integers. What is left behind the last
  ;; frame from earlier can only make a bound larger.
  (func $examine (param $frames i32)
    (local $at i32) (local $end i32) (local $pair i32) (local $level v128) (local $step v128)
    (local.set $at (i32.const 70656))
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $frames) (i32.const 3))))
    (local.set $pair (i32.const 53264))
    (loop $stretch
      (local.set $level (i32x4.max_s
        (i32x4.max_s (f32x4.abs (v128.load (local.get $at))) (f32x4.abs (v128.load offset=16 (local.get $at))))
        (i32x4.max_s
          (f32x4.abs (v128.load offset=32 (local.get $at))) (f32x4.abs (v128.load offset=48 (local.get $at))))))
      (local.set $step (i32x4.max_s
        (i32x4.max_s
          (call $steps (local.get $at)) (call $steps (i32.add (local.get $at) (i32.const 16))))
        (i32x4.max_s
          (call $steps (i32.add (local.get $at) (i32.const 32))) (call $steps (i32.add (local.get $at) (i32.const 48))))))
      (local.set $level (i32x4.max_s
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $level) (local.get $step))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $level) (local.get $step))))
      (local.set $level (i32x4.max_s (local.get $level)
        (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $level) (local.get $level))))
      ;; NaN becomes infinity.
      (v128.store (local.get $pair) (f64x2.promote_low_f32x4
        (i32x4.min_s (local.get $level) (i32x4.splat (i32.const 0x7f800000)))))
      (local.set $pair (i32.add (local.get $pair) (i32.const 16)))
      (br_if $stretch (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 64))) (local.get $end)))))

  ;; The change from the frame before to each of two frames.
  (func $steps (param $at i32) (result v128)
    (f32x4.abs (f32x4.sub (v128.load (local.get $at)) (v128.load (i32.sub (local.get $at) (i32.const 8))))))

  ;; oversampling.ts bound, with constants a little larger: the steps were rounded to 32 bits.
  (func $bound (param $pair i32) (result f64)
    (local $both v128) (local $level f64) (local $step f64) (local $mean f64) (local $other f64)
    (local.set $both (f64x2.pmax
      (f64x2.pmax (v128.load (i32.sub (local.get $pair) (i32.const 16))) (v128.load offset=16 (local.get $pair)))
      (v128.load (local.get $pair))))
    (local.set $level (f64x2.extract_lane 0 (local.get $both)))
    (local.set $step (f64x2.extract_lane 1 (local.get $both)))
    (local.set $mean (f64.add
      (f64.mul (f64.const 0.974001) (local.get $level)) (f64.mul (f64.const 1.570001) (local.get $step))))
    (local.set $other (f64.add
      (f64.mul (f64.const 1.002001) (local.get $level)) (f64.mul (f64.const 0.617001) (local.get $step))))
    (local.set $mean
      (select (local.get $mean) (local.get $other) (f64.gt (local.get $mean) (local.get $other))))
    (local.set $other (f64.mul (f64.const 2.030001) (local.get $level)))
    (select (local.get $mean) (local.get $other) (f64.lt (local.get $mean) (local.get $other))))

  ;; Twenty frames in doubles at 1024.
  (func $promote (param $at i32)
    (local $to i32) (local $two v128)
    (local.set $to (i32.const 1024))
    (loop $frames
      (local.set $two (v128.load (local.get $at)))
      (v128.store (local.get $to) (f64x2.promote_low_f32x4 (local.get $two)))
      (v128.store offset=16 (local.get $to) (f64x2.promote_low_f32x4
        (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $two) (local.get $two))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $frames (i32.lt_u (local.tee $to (i32.add (local.get $to) (i32.const 32))) (i32.const 1344)))))

  ;; oversampling.ts peakBetween, of both channels; from the first of the twelve frames, in doubles.
  (func $between (param $at i32) (result v128)
    (local $0 v128) (local $1 v128) (local $2 v128) (local $3 v128) (local $4 v128) (local $5 v128)
    (local $outer v128) (local $inner v128)
    (local.set $0 (f64x2.add (v128.load offset=0 (local.get $at)) (v128.load offset=176 (local.get $at))))
    (local.set $1 (f64x2.add (v128.load offset=16 (local.get $at)) (v128.load offset=160 (local.get $at))))
    (local.set $2 (f64x2.add (v128.load offset=32 (local.get $at)) (v128.load offset=144 (local.get $at))))
    (local.set $3 (f64x2.add (v128.load offset=48 (local.get $at)) (v128.load offset=128 (local.get $at))))
    (local.set $4 (f64x2.add (v128.load offset=64 (local.get $at)) (v128.load offset=112 (local.get $at))))
    (local.set $5 (f64x2.add (v128.load offset=80 (local.get $at)) (v128.load offset=96 (local.get $at))))
    (local.set $outer (f64x2.abs (call $weighted
      (i32.const 0) (local.get $0) (local.get $1) (local.get $2) (local.get $3) (local.get $4) (local.get $5))))
    (local.set $inner (f64x2.abs (call $weighted
      (i32.const 96) (local.get $0) (local.get $1) (local.get $2) (local.get $3) (local.get $4) (local.get $5))))
    (local.set $0 (f64x2.sub (v128.load offset=0 (local.get $at)) (v128.load offset=176 (local.get $at))))
    (local.set $1 (f64x2.sub (v128.load offset=16 (local.get $at)) (v128.load offset=160 (local.get $at))))
    (local.set $2 (f64x2.sub (v128.load offset=32 (local.get $at)) (v128.load offset=144 (local.get $at))))
    (local.set $3 (f64x2.sub (v128.load offset=48 (local.get $at)) (v128.load offset=128 (local.get $at))))
    (local.set $4 (f64x2.sub (v128.load offset=64 (local.get $at)) (v128.load offset=112 (local.get $at))))
    (local.set $5 (f64x2.sub (v128.load offset=80 (local.get $at)) (v128.load offset=96 (local.get $at))))
    (local.set $outer (f64x2.add (local.get $outer) (f64x2.abs (call $weighted
      (i32.const 48) (local.get $0) (local.get $1) (local.get $2) (local.get $3) (local.get $4) (local.get $5)))))
    (local.set $inner (f64x2.add (local.get $inner) (f64x2.abs (call $weighted
      (i32.const 144) (local.get $0) (local.get $1) (local.get $2) (local.get $3) (local.get $4) (local.get $5)))))
    (f64x2.mul (f64x2.pmax (local.get $inner) (local.get $outer)) (f64x2.splat (f64.const 0x1p-14))))

  ;; Six vectors by six coefficients, summed from the first to the last.
  (func $weighted (param $row i32) (param $0 v128) (param $1 v128) (param $2 v128) (param $3 v128) (param $4 v128)
    (param $5 v128) (result v128)
    (f64x2.mul (v128.load64_splat (local.get $row)) (local.get $0))
    (f64x2.add (f64x2.mul (v128.load64_splat offset=8 (local.get $row)) (local.get $1)))
    (f64x2.add (f64x2.mul (v128.load64_splat offset=16 (local.get $row)) (local.get $2)))
    (f64x2.add (f64x2.mul (v128.load64_splat offset=24 (local.get $row)) (local.get $3)))
    (f64x2.add (f64x2.mul (v128.load64_splat offset=32 (local.get $row)) (local.get $4)))
    (f64x2.add (f64x2.mul (v128.load64_splat offset=40 (local.get $row)) (local.get $5))))

  ;; The larger of both channels; NaN if either is.
  (func $larger (param $both v128) (result f64)
    (f64x2.extract_lane 0 (f64x2.max (local.get $both)
      (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $both) (local.get $both)))))

  ;; true-peak.ts highest, of the frames from 70656 on.
  (func (export "highest") (param $frames i32) (param $peak f64) (result f64)
    (local $at i32) (local $end i32) (local $last i32) (local $pair i32) (local $double i32) (local $largest v128)
    (call $examine (local.get $frames))
    (local.set $at (i32.const 70720))
    (local.set $last (i32.add (i32.const 70608) (i32.shl (local.get $frames) (i32.const 3))))
    (local.set $pair (i32.const 53280))
    (block $done (loop $stretch
      (br_if $done (i32.ge_s (local.get $at) (local.get $last)))
      (if (i32.eqz (f64.le (call $bound (local.get $pair)) (local.get $peak))) (then
        (call $promote (i32.sub (local.get $at) (i32.const 40)))
        (local.set $largest (f64x2.splat (local.get $peak)))
        (local.set $double (i32.const 1024))
        (local.set $end (i32.add (i32.const 1024) (i32.shl (i32.sub (local.get $last) (local.get $at)) (i32.const 1))))
        (if (i32.gt_s (local.get $end) (i32.const 1152)) (then (local.set $end (i32.const 1152))))
        (loop $frame
          (local.set $largest (f64x2.max (local.get $largest) (f64x2.max
            (call $between (local.get $double)) (f64x2.abs (v128.load offset=80 (local.get $double))))))
          (br_if $frame
            (i32.lt_s (local.tee $double (i32.add (local.get $double) (i32.const 16))) (local.get $end))))
        (local.set $peak (call $larger (local.get $largest)))))
      (local.set $pair (i32.add (local.get $pair) (i32.const 16)))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br $stretch)))
    (local.get $peak))

  ;; gain-envelope.ts newEnvelope. At 512: the ring's head and end, the frame, the place in the averages; 528 level, sum, total,
  ;; and for how long the level has been unity.
  (func (export "rest")
    (local $place i32)
    (v128.store offset=512 (i32.const 0) (v128.const i32x4 0 0 0 0))
    (f64.store offset=528 (i32.const 0) (f64.const 0x1p+30))
    (f64.store offset=536 (i32.const 0) (f64.const 129922760704))
    (f64.store offset=544 (i32.const 0) (f64.const 15720654045184))
    (i64.store offset=552 (i32.const 0) (i64.const 242))
    (loop $each
      (f64.store offset=1536 (local.get $place) (f64.const 0x1p+30))
      (f64.store offset=2560 (local.get $place) (f64.const 129922760704))
      (br_if $each (i32.lt_u (local.tee $place (i32.add (local.get $place) (i32.const 8))) (i32.const 968)))))

  ;; limiter.ts limitStretch for each stretch, with gain-envelope.ts followPeaks, of the frames from 70656 on, in place; 246
  ;; more lie behind them. The output is never read again: what is read lies 234 frames ahead of it.
  (func (export "limit") (param $frames i32) (param $factor f64) (param $threshold f64)
    (local $out i32) (local $last i32) (local $end i32) (local $pair i32) (local $isLoud i32) (local $double i32)
    (local $before v128) (local $after v128) (local $peak f64) (local $gain f64)
    (local $head i32) (local $tail i32) (local $now i32) (local $place i32)
    (local $level f64) (local $sum f64) (local $total f64) (local $rested i64)
    (if (i32.eqz (local.get $frames)) (then (return)))
    (call $examine (i32.add (local.get $frames) (i32.const 246)))
    (local.set $head (i32.load offset=512 (i32.const 0)))
    (local.set $tail (i32.load offset=516 (i32.const 0)))
    (local.set $now (i32.load offset=520 (i32.const 0)))
    (local.set $place (i32.load offset=524 (i32.const 0)))
    (local.set $level (f64.load offset=528 (i32.const 0)))
    (local.set $sum (f64.load offset=536 (i32.const 0)))
    (local.set $total (f64.load offset=544 (i32.const 0)))
    (local.set $rested (i64.load offset=552 (i32.const 0)))
    (local.set $out (i32.const 70656))
    (local.set $last (i32.add (local.get $out) (i32.shl (local.get $frames) (i32.const 3))))
    ;; 30 stretches are the look-ahead.
    (local.set $pair (i32.const 53744))
    (loop $stretch
      (local.set $end (i32.add (local.get $out) (i32.const 64)))
      (if (i32.gt_u (local.get $end) (local.get $last)) (then (local.set $end (local.get $last))))
      (local.set $isLoud (f64.gt (call $bound (local.get $pair)) (local.get $threshold)))
      (if (i32.and
        (i32.and (i32.eqz (local.get $isLoud)) (i32.eq (local.get $head) (local.get $tail)))
        (i64.ge_s (local.get $rested) (i64.const 242)))
      (then
        (local.set $now (i32.add (local.get $now) (i32.shr_u (i32.sub (local.get $end) (local.get $out)) (i32.const 3))))
        (loop $frame
          (call $shape (local.get $out) (local.get $factor) (f64.const 1))
          (br_if $frame (i32.lt_u (local.tee $out (i32.add (local.get $out) (i32.const 8))) (local.get $end)))))
      (else
        (if (local.get $isLoud) (then
          (call $promote (i32.add (local.get $out) (i32.const 1872)))
          (local.set $double (i32.const 1024))
          (local.set $before (call $between (local.get $double)))))
        (loop $frame
          (if (local.get $isLoud) (then
            (local.set $double (i32.add (local.get $double) (i32.const 16)))
            (local.set $after (call $between (local.get $double)))
            (local.set $peak (call $larger (f64x2.max
              (f64x2.max (local.get $before) (local.get $after))
              (f64x2.abs (v128.load offset=80 (local.get $double))))))
            (local.set $before (local.get $after))
            (if (f64.gt (local.get $peak) (local.get $threshold)) (then
              (local.set $gain (f64.floor (f64.mul
                (f64.div (local.get $threshold) (local.get $peak)) (f64.const 0x1p+30))))
              (block $kept (loop $drop
                (br_if $kept (i32.eq (local.get $tail) (local.get $head)))
                (br_if $kept (f64.lt
                  (f64.load offset=4096 (call $eighth (i32.sub (local.get $tail) (i32.const 1)))) (local.get $gain)))
                (local.set $tail (i32.sub (local.get $tail) (i32.const 1)))
                (br $drop)))
              (f64.store offset=4096 (call $eighth (local.get $tail)) (local.get $gain))
              (i32.store offset=36864
                (i32.shr_u (call $eighth (local.get $tail)) (i32.const 1)) (local.get $now))
              (local.set $tail (i32.add (local.get $tail) (i32.const 1)))))))
          (local.set $level (f64.add (local.get $level) (f64.const 0x1p+16)))
          (block $empty (loop $pass
            (br_if $empty (i32.eq (local.get $head) (local.get $tail)))
            (if (i32.gt_s
              (i32.sub (local.get $now)
                (i32.load offset=36864 (i32.shr_u (call $eighth (local.get $head)) (i32.const 1))))
              (i32.const 3120))
            (then
              (local.set $head (i32.add (local.get $head) (i32.const 1)))
              (br $pass)))
            (local.set $gain (f64.load offset=4096 (call $eighth (local.get $head))))
            (if (f64.gt (local.get $level) (local.get $gain)) (then (local.set $level (local.get $gain))))))
          (if (f64.ge (local.get $level) (f64.const 0x1p+30))
          (then
            (local.set $level (f64.const 0x1p+30))
            (local.set $rested (i64.add (local.get $rested) (i64.const 1))))
          (else (local.set $rested (i64.const 0))))
          (local.set $sum (f64.add (local.get $sum)
            (f64.sub (local.get $level) (f64.load offset=1536 (local.get $place)))))
          (f64.store offset=1536 (local.get $place) (local.get $level))
          (local.set $total (f64.add (local.get $total)
            (f64.sub (local.get $sum) (f64.load offset=2560 (local.get $place)))))
          (f64.store offset=2560 (local.get $place) (local.get $sum))
          (local.set $place (i32.add (local.get $place) (i32.const 8)))
          (if (i32.eq (local.get $place) (i32.const 968)) (then (local.set $place (i32.const 0))))
          (local.set $now (i32.add (local.get $now) (i32.const 1)))
          (call $shape (local.get $out) (local.get $factor)
            (f64.div (local.get $total) (f64.const 15720654045184)))
          (br_if $frame (i32.lt_u (local.tee $out (i32.add (local.get $out) (i32.const 8))) (local.get $end))))))
      (local.set $pair (i32.add (local.get $pair) (i32.const 16)))
      (br_if $stretch (i32.lt_u (local.get $out) (local.get $last))))
    (i32.store offset=512 (i32.const 0) (local.get $head))
    (i32.store offset=516 (i32.const 0) (local.get $tail))
    (i32.store offset=520 (i32.const 0) (local.get $now))
    (i32.store offset=524 (i32.const 0) (local.get $place))
    (f64.store offset=528 (i32.const 0) (local.get $level))
    (f64.store offset=536 (i32.const 0) (local.get $sum))
    (f64.store offset=544 (i32.const 0) (local.get $total))
    (i64.store offset=552 (i32.const 0) (local.get $rested)))

  ;; Eight bytes for each place of the ring.
  (func $eighth (param $place i32) (result i32)
    (i32.shl (i32.and (local.get $place) (i32.const 4095)) (i32.const 3)))

  ;; limiter.ts shape, of one frame.
  (func $shape (param $at i32) (param $factor f64) (param $gain f64)
    (local $grid v128)
    (local.set $grid (f64x2.splat (f64.const 0x1.8p+29)))
    (v128.store64_lane 0 (local.get $at) (f32x4.demote_f64x2_zero (f64x2.sub (f64x2.add
      (f64x2.mul
        (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $at))) (f64x2.splat (local.get $factor)))
        (f64x2.splat (local.get $gain)))
      (local.get $grid)) (local.get $grid)))))
)
