module textbook

go 1.23
