module harbour.example/proxy

go 1.19
