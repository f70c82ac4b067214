package joins
