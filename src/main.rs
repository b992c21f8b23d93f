use std::io::BufRead;
fn main(){ for l in std::io::stdin().lock().lines() { println!("{}", pishkhan::text::Pen::default().line(&l.unwrap()).visual()); } }
