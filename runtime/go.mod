module github.com/fanoutcheck/fanoutcheck/runtime

go 1.21
